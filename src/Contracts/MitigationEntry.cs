namespace Contracts;

/// <summary>A network and its accuracy.</summary>
/// <param name="Network">Label of the network.</param>
/// <param name="Score">Its accuracy.</param>
public sealed record ScoredNetwork(string Network, Score Score);

/// <summary>One network trained by one recipe on the set of a batch.</summary>
/// <param name="Network">Label of the network.</param>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Score">Last-epoch test accuracy; null while there is none.</param>
/// <param name="Best">Test accuracy at the epoch that validation chose.</param>
/// <param name="Random">Accuracy of the random control by the same recipe.</param>
/// <param name="Gap">Accuracy of the training network (baseline) minus this one's; negative where this one is better.</param>
/// <param name="ClosedShare">Share of the baseline's gap that is closed: 1 is all of it, more is better than the training network. Null without a gap.</param>
/// <param name="Gain">Difference to the baseline, paired by repeat; null for the baseline itself.</param>
/// <param name="TrainAccuracy">Accuracy on the set itself: low means under-trained.</param>
/// <param name="Flops">Mean floating-point operations of a training.</param>
/// <param name="Seconds">Mean wall time of a training.</param>
public sealed record MitigationEntry(
    string Network, string Recipe, Score? Score, Score? Best, Score? Random, double? Gap, double? ClosedShare, PairedDifference? Gain,
    double? TrainAccuracy, double Flops, double Seconds);
