namespace Contracts;

/// <summary>One network of one run in a comparison.</summary>
/// <param name="Score">Test accuracy on the set; null while there is none.</param>
/// <param name="Random">The same on a real random subset of the same size.</param>
/// <param name="Difference">Mean accuracy minus that of the base; null until both are known.</param>
/// <param name="Paired">The difference repeat by repeat with its interval; null where repeats are no pairs.</param>
public sealed record ComparedCell(Score? Score, Score? Random, double? Difference, PairedDifference? Paired);

/// <summary>One run in a comparison of matrices.</summary>
/// <param name="Run">The run.</param>
/// <param name="Recipe">The recipe of a batch that is shown; null for a distillation.</param>
/// <param name="Cells">One for each network of the comparison.</param>
/// <param name="TrainingNetwork">Label of the network that made the set.</param>
/// <param name="Gap">Accuracy of the training network minus that of the worst network; null until both are known.</param>
/// <param name="Worst">The network with the lowest mean accuracy.</param>
public sealed record ComparedColumn(
    RunId Run, string? Recipe, IReadOnlyList<ComparedCell> Cells, string TrainingNetwork, double? Gap, ScoredNetwork? Worst);

/// <summary>Test networks × runs, each beside the base run.</summary>
/// <param name="Networks">Labels of every network that a run was judged by, in the order in which they come.</param>
/// <param name="Columns">The runs, in order.</param>
/// <param name="Base">The run that differences are taken against.</param>
public sealed record ComparedMatrix(IReadOnlyList<string> Networks, IReadOnlyList<ComparedColumn> Columns, RunId Base)
{
    /// <summary>The matrix of some runs.</summary>
    /// <param name="runs">The runs, in order.</param>
    /// <param name="basis">One of them: what differences are taken against.</param>
    /// <param name="recipe">The recipe that is shown of batches; a batch without it shows its baseline.</param>
    public static ComparedMatrix Of(IReadOnlyList<ComparedRun> runs, RunId basis, string? recipe = null)
    {
        var judged = runs.ToDictionary(run => run.Id, run => new Judged(run, recipe));
        var networks = runs.SelectMany(run => judged[run.Id].Networks).Distinct().ToList();
        return new ComparedMatrix(networks, [.. runs.Select(run => Column(judged[run.Id], judged[basis], networks))], basis);
    }

    private static ComparedColumn Column(Judged run, Judged basis, List<string> networks)
    {
        var yardstick = run.On(run.TrainingNetwork)?.Mean;
        var worst = run.Networks.Select(network => run.On(network) is { } score ? new ScoredNetwork(network, score) : null)
            .OfType<ScoredNetwork>().MinBy(network => network.Score.Mean);
        return new ComparedColumn(
            run.Id, run.Recipe, networks.ConvertAll(network => Cell(run, basis, network)), run.TrainingNetwork,
            yardstick is { } made && worst is not null ? made - worst.Score.Mean : null, worst);
    }

    private static ComparedCell Cell(Judged run, Judged basis, string network)
    {
        var (score, other) = (run.On(network), basis.On(network));
        if (run.Id == basis.Id || score is null || other is null) return new ComparedCell(score, run.OnRandom(network), null, null);
        return new ComparedCell(score, run.OnRandom(network), score.Mean - other.Mean, run.PairsWith(basis) ? Paired(run, basis, network) : null);
    }

    private static PairedDifference? Paired(Judged run, Judged basis, string network)
    {
        var before = basis.Repeats(network);
        return PairedDifference.Of([.. run.Repeats(network).Where(repeat => before.ContainsKey(repeat.Key))
            .OrderBy(repeat => repeat.Key).Select(repeat => repeat.Value - before[repeat.Key])]);
    }

    /// <summary>The accuracies of one run, whether it is a distillation or a batch by one recipe.</summary>
    private sealed class Judged
    {
        private readonly ComparedRun _run;
        private readonly MitigationTable? _table;
        private readonly Dictionary<string, MatrixRow> _rows = [];

        public Judged(ComparedRun run, string? recipe)
        {
            _run = run;
            if (run.Spec.Mitigation is { } batch)
            {
                _table = new MitigationTable(run.State.Cells, TrainingNetwork, [.. batch.Networks.Select(network => network.Label)]);
                var recipes = MitigationPlan.Recipes(batch).Select(one => one.Name).ToList();
                Recipe = recipe is not null && recipes.Contains(recipe) ? recipe : MitigationPlan.BaselineOf(batch).Name;
                Networks = [.. MitigationPlan.Networks(run.Spec).Select(network => network.Label)];
                return;
            }

            _rows = run.State.Matrix().ToDictionary(row => row.Network);
            Networks = [.. _rows.Keys.Concat(run.Spec.Evaluation.Networks.Select(network => network.Label)).Distinct()];
        }

        public RunId Id => _run.Id;

        public string? Recipe { get; }

        public IReadOnlyList<string> Networks { get; }

        public string TrainingNetwork => _run.Spec.TrainingNetwork.Label;

        public Score? On(string network) =>
            _table is null ? _rows.GetValueOrDefault(network)?.Synthetic : _table.ScoreOf(network, RecipeOn(network), _table.Set);

        public Score? OnRandom(string network) =>
            _table is null ? _rows.GetValueOrDefault(network)?.Random : _table.ScoreOf(network, RecipeOn(network), MitigationPlan.Random);

        public Dictionary<int, double> Repeats(string network) => _table is null
            ? _run.State.Judged(network, "synthetic").ToDictionary(evaluation => evaluation.Repeat, evaluation => evaluation.Accuracy)
            : _table.Trained(network, RecipeOn(network), _table.Set).ToDictionary(trained => trained.Cell.Repeat, trained => trained.Accuracy);

        /// <summary>A repeat has the same weights and order in two runs of one kind with one seed: only then are the two a pair.</summary>
        public bool PairsWith(Judged other) => _run.Spec.Seed == other._run.Spec.Seed && _table is null == other._table is null;

        /// <summary>The yardstick is trained by the baseline alone.</summary>
        private string RecipeOn(string network) =>
            network == TrainingNetwork && _table!.ScoreOf(network, Recipe!, _table.Set) is null ? _table.Baseline : Recipe!;
    }
}
