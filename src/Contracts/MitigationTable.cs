namespace Contracts;

/// <summary>The results of a mitigation batch, derived from its finished trainings: networks × recipes on the set, beside the controls.</summary>
/// <param name="cells">Finished trainings, each once.</param>
/// <param name="trainingNetwork">Label of the network that made the set.</param>
public sealed class MitigationTable(IReadOnlyList<CellTrained> cells, string trainingNetwork)
{
    private readonly ILookup<(string, string, string), CellTrained> _trained =
        cells.ToLookup(trained => (trained.Cell.Network, trained.Cell.Recipe, trained.Cell.Set));

    /// <summary>The set of the batch: "synthetic", or "real".</summary>
    public string Set { get; } = cells.Any(trained => trained.Cell.Set == MitigationPlan.Real) ? MitigationPlan.Real : MitigationPlan.Synthetic;

    /// <summary>Networks in the order in which they were first trained, the training network first.</summary>
    public IReadOnlyList<string> Networks { get; } = [.. cells.Select(trained => trained.Cell.Network).Prepend(trainingNetwork).Distinct()];

    /// <summary>Recipes in the order in which they were first trained; the first one is the baseline, by which the yardstick is trained.</summary>
    public IReadOnlyList<string> Recipes { get; } = [.. cells.Select(trained => trained.Cell.Recipe).Distinct()];

    /// <summary>The recipe that gains are measured against.</summary>
    public string Baseline => Recipes.Count > 0 ? Recipes[0] : MitigationPlan.Baseline;

    /// <summary>Accuracy of the training network by the baseline recipe: what the others fall short of.</summary>
    public Score? Yardstick => YardstickOn(Set);

    /// <summary>Accuracy of the training network by the baseline recipe on another set.</summary>
    public Score? YardstickOn(string set) => ScoreOf(trainingNetwork, Baseline, set);

    /// <summary>The trainings of one entry, in the order of their repeats.</summary>
    public IReadOnlyList<CellTrained> Trained(string network, string recipe, string set) =>
        [.. _trained[(network, recipe, set)].OrderBy(trained => trained.Cell.Repeat)];

    /// <summary>Last-epoch test accuracy, mean ± deviation over repeats; null while there is none.</summary>
    public Score? ScoreOf(string network, string recipe, string set) =>
        Score.Of(_trained[(network, recipe, set)].Select(trained => trained.Accuracy).ToList());

    /// <summary>Test accuracy at the epoch that validation chose; null while there is none.</summary>
    public Score? BestScoreOf(string network, string recipe, string set) =>
        Score.Of(_trained[(network, recipe, set)].Where(trained => trained.Best is not null).Select(trained => trained.Best!.Accuracy).ToList());

    /// <summary>One entry of the matrix.</summary>
    public MitigationEntry Entry(string network, string recipe)
    {
        var (score, before) = (ScoreOf(network, recipe, Set), ScoreOf(network, Baseline, Set));
        var gap = Yardstick is { } yardstick && score is not null ? yardstick.Mean - score.Mean : (double?)null;
        var gapBefore = Yardstick is { } made && before is not null ? made.Mean - before.Mean : (double?)null;
        return new MitigationEntry(
            network, recipe, score, BestScoreOf(network, recipe, Set), ScoreOf(network, recipe, MitigationPlan.Random), gap,
            gap is { } after && gapBefore is > 0 ? 1 - after / gapBefore : null,
            recipe == Baseline ? null : PairedDifference.Of(Pairs(network, recipe)),
            Score.Of(Trained(network, recipe, Set).Select(trained => trained.TrainAccuracy).ToList())?.Mean,
            Trained(network, recipe, Set).Select(trained => trained.Flops).DefaultIfEmpty().Average(),
            Trained(network, recipe, Set).Select(trained => trained.Seconds).DefaultIfEmpty().Average());
    }

    /// <summary>Highest minus lowest mean accuracy of the networks by a recipe (the training network among them only where it was trained by it).</summary>
    public double? Spread(string recipe)
    {
        var means = Scored(recipe).Select(entry => entry.Score.Mean).ToList();
        return means.Count < 2 ? null : means.Max() - means.Min();
    }

    /// <summary>The network with the lowest mean accuracy by a recipe; null while there is none.</summary>
    public ScoredNetwork? Worst(string recipe) => Scored(recipe).MinBy(entry => entry.Score.Mean);

    /// <summary>DD-Ranking scores of a network by a recipe; null until the trainings that they need are there.</summary>
    /// <remarks>The label-robust score needs full data; the augmentation-robust one a recipe that takes no augmentation, named here.</remarks>
    public (double? LabelRobust, double? AugmentationRobust) Ranking(string network, string recipe, string? withoutAugmentation = null)
    {
        var improvement = OverRandom(network, recipe);
        var real = ScoreOf(network, Baseline, MitigationPlan.Full)?.Mean;
        var hard = ScoreOf(network, Baseline, Set)?.Mean;
        var plain = withoutAugmentation is null ? null : OverRandom(network, withoutAugmentation);
        return (
            improvement is { } i && real is { } r && hard is { } h ? RankingScores.LabelRobust(i, RankingScores.HardLabelRecovery(r, h)) : null,
            improvement is { } with && plain is { } without ? RankingScores.AugmentationRobust(with, without) : null);
    }

    private double? OverRandom(string network, string recipe) =>
        ScoreOf(network, recipe, Set) is { } set && ScoreOf(network, recipe, MitigationPlan.Random) is { } random
            ? RankingScores.ImprovementOverRandom(set.Mean, random.Mean)
            : null;

    private IEnumerable<ScoredNetwork> Scored(string recipe) => Networks
        .Where(network => network != trainingNetwork || recipe != Baseline)
        .Select(network => (network, Score: ScoreOf(network, recipe, Set)))
        .Where(entry => entry.Score is not null)
        .Select(entry => new ScoredNetwork(entry.network, entry.Score!));

    /// <summary>Accuracy by the recipe minus accuracy by the baseline, repeat by repeat: both began with the same weights.</summary>
    private List<double> Pairs(string network, string recipe)
    {
        var before = Trained(network, Baseline, Set).ToDictionary(trained => trained.Cell.Repeat, trained => trained.Accuracy);
        return [.. Trained(network, recipe, Set).Where(trained => before.ContainsKey(trained.Cell.Repeat))
            .Select(trained => trained.Accuracy - before[trained.Cell.Repeat])];
    }
}

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

/// <summary>A mean of paired differences with its 95 % confidence interval (Student's t).</summary>
/// <param name="Mean">Mean difference.</param>
/// <param name="Lower">Lower bound of the interval; null for fewer than two pairs.</param>
/// <param name="Upper">Upper bound of the interval; null for fewer than two pairs.</param>
/// <param name="Count">Pairs.</param>
public sealed record PairedDifference(double Mean, double? Lower, double? Upper, int Count)
{
    // Two-sided 95 % quantiles of Student's t for 1, 2, … degrees of freedom.
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>The difference of some pairs; null for none.</summary>
    public static PairedDifference? Of(IReadOnlyList<double> differences)
    {
        if (differences.Count == 0) return null;
        var mean = differences.Average();
        if (differences.Count == 1) return new PairedDifference(mean, null, null, 1);
        var freedom = differences.Count - 1;
        var deviation = Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean)) / freedom);
        var half = Quantile(freedom) * deviation / Math.Sqrt(differences.Count);
        return new PairedDifference(mean, mean - half, mean + half, differences.Count);
    }

    // Beyond the table by the first terms of the Cornish-Fisher expansion, right to three digits.
    private static double Quantile(int freedom) =>
        freedom <= Quantiles.Length ? Quantiles[freedom - 1] : 1.95996 + 2.3723 / freedom + 2.823 / ((double)freedom * freedom);
}
