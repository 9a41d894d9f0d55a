using Contracts;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>One entry of the matrix as it is shown.</summary>
/// <param name="Planned">Whether it belongs to the batch.</param>
/// <param name="Score">Accuracy; null while there is none.</param>
/// <param name="Random">Accuracy of the random control by the same recipe.</param>
/// <param name="Gap">Accuracy of the yardstick minus this one.</param>
/// <param name="ClosedShare">Share of the baseline's gap that is closed; null for the baseline itself.</param>
/// <param name="Diverged">Trainings on the set whose loss left the numbers.</param>
/// <param name="Place">Place in the line of the next training that it waits for, 1 for the one under way; null when it waits for none.</param>
internal sealed record LabCell(bool Planned, Score? Score, Score? Random, double? Gap, double? ClosedShare, int Diverged, int? Place);

/// <summary>Networks × recipes of a batch, filled so far, by the last epoch or by the one that validation chose.</summary>
/// <remarks>Every number is the table's; by the chosen epoch it is the table of the same trainings with their accuracy there.</remarks>
internal sealed class LabMatrix
{
    private readonly MitigationTable _table;
    private readonly string _trainingNetwork;
    private readonly Dictionary<(string Network, string Recipe, string Set), int> _places;
    private readonly HashSet<(string Network, string Recipe, string Set)> _planned;
    private readonly (double Low, double High) _range;

    public LabMatrix(MitigationTable table, IReadOnlyList<CellTrained> trained, RunSpec spec, bool best)
    {
        (_table, _trainingNetwork) = (best ? AtChosenEpoch(table, trained, spec) : table, spec.TrainingNetwork.Label);
        var plan = MitigationPlan.Cells(spec);
        var batch = spec.Mitigation ?? new MitigationSpec();
        var done = trained.Select(cell => cell.Cell).ToHashSet();
        _planned = [.. plan.Select(Entry)];
        _places = plan.Where(cell => !done.Contains(cell)).Index().GroupBy(waiting => Entry(waiting.Item))
            .ToDictionary(entry => entry.Key, entry => entry.First().Index + 1);
        Set = MitigationPlan.SetOf(batch);
        Baseline = MitigationPlan.BaselineOf(batch).Name;
        Recipes = [.. MitigationPlan.Recipes(batch).Select(recipe => recipe.Name)];
        Networks = [.. plan.Select(cell => cell.Network).Prepend(_trainingNetwork).Distinct()];
        HasRandom = plan.Any(cell => cell.Set == MitigationPlan.Random);
        HasFull = plan.Any(cell => cell.Set == MitigationPlan.Full);
        var means = Networks.SelectMany(network => Recipes.Select(recipe => _table.ScoreOf(network, recipe, Set)?.Mean)).OfType<double>().ToList();
        _range = means.Count == 0 ? (0, 1) : (means.Min(), means.Max());
    }

    public string Set { get; }

    public string Baseline { get; }

    /// <summary>Every network, the yardstick first.</summary>
    public IReadOnlyList<string> Networks { get; }

    public IReadOnlyList<string> Recipes { get; }

    public bool HasRandom { get; }

    public bool HasFull { get; }

    /// <summary>Lowest and highest mean accuracy on the set.</summary>
    public (double Low, double High) Range => _range;

    /// <summary>Accuracy of the training network by the baseline recipe.</summary>
    public Score? Yardstick => _table.ScoreOf(_trainingNetwork, Baseline, Set);

    public bool IsYardstick(string network) => network == _trainingNetwork;

    public LabCell Cell(string network, string recipe)
    {
        var entry = _table.Entry(network, recipe);
        var isKnown = _table.Baseline == Baseline;      // else what the gap is measured from is not there
        return new LabCell(
            _planned.Contains((network, recipe, Set)), entry.Score, entry.Random, isKnown ? entry.Gap : null,
            isKnown && recipe != Baseline ? entry.ClosedShare : null, Diverged(network, recipe, Set), Place(network, recipe, Set));
    }

    /// <summary>The training on the whole real set.</summary>
    public LabCell Full(string network) => new(
        _planned.Contains((network, Baseline, MitigationPlan.Full)), _table.ScoreOf(network, Baseline, MitigationPlan.Full), null, null, null,
        Diverged(network, Baseline, MitigationPlan.Full), Place(network, Baseline, MitigationPlan.Full));

    /// <summary>Highest minus lowest mean accuracy of the test networks by a recipe; null until every one is there.</summary>
    public double? Spread(string recipe) => _table.Spread(recipe);

    /// <summary>Where an accuracy stands between the lowest and the highest, 0 to 1.</summary>
    public double Level(Score score) => _range.High > _range.Low ? (score.Mean - _range.Low) / (_range.High - _range.Low) : 0.5;

    private static MitigationTable AtChosenEpoch(MitigationTable table, IReadOnlyList<CellTrained> trained, RunSpec spec) => new(
        [.. trained.Where(cell => cell.Best is not null).Select(cell => cell with { Accuracy = cell.Best!.Accuracy })],
        spec.TrainingNetwork.Label, table.TestNetworks);

    private int Diverged(string network, string recipe, string set) => _table.Trained(network, recipe, set).Count(trained => trained.Diverged);

    private int? Place(string network, string recipe, string set) =>
        _places.TryGetValue((network, recipe, set), out var place) ? place : null;

    private static (string, string, string) Entry(Cell cell) => (cell.Network, cell.Recipe, cell.Set);
}
