namespace Contracts;

/// <summary>The results of a mitigation batch, derived from its finished trainings: networks × recipes on the set, beside the controls.</summary>
/// <param name="cells">Finished trainings, each once.</param>
/// <param name="trainingNetwork">Label of the network that made the set.</param>
/// <param name="testNetworks">Labels of the test networks; null takes every trained network but the training network.</param>
public sealed class MitigationTable(IReadOnlyList<CellTrained> cells, string trainingNetwork, IReadOnlyList<string>? testNetworks = null)
{
    private readonly ILookup<(string, string, string), CellTrained> _trained =
        cells.ToLookup(trained => (trained.Cell.Network, trained.Cell.Recipe, trained.Cell.Set));

    /// <summary>The set of the batch: "synthetic", or "real".</summary>
    public string Set { get; } = cells.Any(trained => trained.Cell.Set == MitigationPlan.Real) ? MitigationPlan.Real : MitigationPlan.Synthetic;

    /// <summary>Networks in the order in which they were first trained, the training network first.</summary>
    public IReadOnlyList<string> Networks { get; } = [.. cells.Select(trained => trained.Cell.Network).Prepend(trainingNetwork).Distinct()];

    /// <summary>The networks that recipes are compared over: the same ones for every recipe.</summary>
    public IReadOnlyList<string> TestNetworks { get; } =
        testNetworks ?? [.. cells.Select(trained => trained.Cell.Network).Where(network => network != trainingNetwork).Distinct()];

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

    /// <summary>Last-epoch accuracy on the validation images; null while there is none, or without such images.</summary>
    public Score? ValidationScoreOf(string network, string recipe, string set) => Score.Of(
        _trained[(network, recipe, set)].Where(trained => trained.ValidationAccuracy is not null).Select(trained => trained.ValidationAccuracy!.Value).ToList());

    /// <summary>
    /// The recipe with the highest validation accuracy on a network, or, for null, on average over the test networks; the test images choose
    /// nothing. Null while there is none, or without validation images.
    /// </summary>
    public string? ChosenBy(string? network = null) => Recipes
        .Select(recipe => (recipe, Scores: (network is null ? TestNetworks : [network]).Select(one => ValidationScoreOf(one, recipe, Set)?.Mean).ToList()))
        .Where(entry => entry.Scores.Count > 0 && entry.Scores.All(score => score is not null))
        .OrderByDescending(entry => entry.Scores.Average()).Select(entry => entry.recipe).FirstOrDefault();

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

    /// <summary>Highest minus lowest mean accuracy of the test networks by a recipe; null for fewer than two, and until every one is there.</summary>
    public double? Spread(string recipe)
    {
        var means = Scored(recipe).Select(entry => entry.Score.Mean).ToList();
        return means.Count < 2 || means.Count < TestNetworks.Count ? null : means.Max() - means.Min();
    }

    /// <summary>The test network with the lowest mean accuracy by a recipe; null while there is none.</summary>
    public ScoredNetwork? Worst(string recipe) => Scored(recipe).MinBy(entry => entry.Score.Mean);

    /// <summary>DD-Ranking scores of a network by a recipe; null until the trainings that they need are there.</summary>
    /// <remarks>
    /// The label-robust score needs full data, and hard labels by the baseline; the augmentation-robust one a recipe that takes no augmentation,
    /// named here.
    /// </remarks>
    public (double? LabelRobust, double? AugmentationRobust) Ranking(string network, string recipe, string? withoutAugmentation = null)
    {
        var improvement = OverRandom(network, recipe);
        var real = ScoreOf(network, Baseline, MitigationPlan.Full)?.Mean;
        var hard = Trained(network, Baseline, Set).Any(trained => trained.SoftLabels) ? null : ScoreOf(network, Baseline, Set)?.Mean;
        var plain = withoutAugmentation is null ? null : OverRandom(network, withoutAugmentation);
        return (
            improvement is { } i && real is { } r && hard is { } h ? RankingScores.LabelRobust(i, RankingScores.HardLabelRecovery(r, h)) : null,
            improvement is { } with && plain is { } without ? RankingScores.AugmentationRobust(with, without) : null);
    }

    private double? OverRandom(string network, string recipe) =>
        ScoreOf(network, recipe, Set) is { } set && ScoreOf(network, recipe, MitigationPlan.Random) is { } random
            ? RankingScores.ImprovementOverRandom(set.Mean, random.Mean)
            : null;

    private IEnumerable<ScoredNetwork> Scored(string recipe) => TestNetworks
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
