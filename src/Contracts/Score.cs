namespace Contracts;

/// <summary>Mean ± standard deviation over n repeats (population deviation, as the field's reference code reports it).</summary>
/// <param name="Mean">Mean, 0 to 1 for accuracies.</param>
/// <param name="Deviation">Population standard deviation; 0 for one repeat.</param>
/// <param name="Count">Repeats.</param>
public sealed record Score(double Mean, double Deviation, int Count)
{
    /// <summary>The score of some values; null for none.</summary>
    public static Score? Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0) return null;
        var mean = values.Average();
        return new Score(mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), values.Count);
    }
}

/// <summary>One row of the cross-architecture matrix: one test network, on the synthetic set and on the baselines.</summary>
/// <param name="Network">Label of the network.</param>
/// <param name="Synthetic">Accuracy when trained on the newest judged synthetic set.</param>
/// <param name="Random">Accuracy when trained on a real random subset of the same size, by the same recipe.</param>
/// <param name="Full">Accuracy when trained on the whole real set.</param>
/// <param name="TrainAccuracy">Accuracy on the synthetic set itself: low means under-trained, not overfitted.</param>
/// <param name="ArchitectureGap">Accuracy of the training network minus this one's; null until both are known.</param>
public sealed record MatrixRow(string Network, Score? Synthetic, Score? Random, Score? Full, double? TrainAccuracy, double? ArchitectureGap)
{
    /// <summary>Accuracy on the synthetic set over accuracy on the whole real set; null until both are known.</summary>
    public double? RecoveryRatio => Synthetic is { } s && Full is { Mean: > 0 } f ? s.Mean / f.Mean : null;

    /// <summary>Points above the random subset, 0 to 1; null until both are known.</summary>
    public double? OverRandom => Synthetic is { } s && Random is { } r ? s.Mean - r.Mean : null;
}
