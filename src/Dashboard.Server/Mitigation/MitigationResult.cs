using Contracts;

namespace Dashboard.Server.Mitigation;

/// <summary>The results of a batch as REST shows them, derived from its finished trainings.</summary>
/// <param name="Status">Where the batch stands.</param>
/// <param name="Trained">Finished trainings.</param>
/// <param name="Planned">Trainings in all.</param>
/// <param name="Set">What it trains on: "synthetic" or "real".</param>
/// <param name="TrainingNetwork">Label of the network that made the set.</param>
/// <param name="Baseline">Recipe that gains are measured against.</param>
/// <param name="Yardstick">Accuracy of the training network by the baseline: what the others fall short of.</param>
/// <param name="Recipes">Recipes in the order of the batch.</param>
/// <param name="Entries">Networks × recipes in the order of the batch.</param>
/// <param name="FullData">Accuracy of each network on the whole real set.</param>
/// <param name="Teachers">Trained teachers; their weights are artefacts of the run.</param>
/// <param name="Seq">The last event that went into this.</param>
internal sealed record MitigationResult(
    RunStatus Status, int Trained, int Planned, string Set, string TrainingNetwork, string Baseline, Score? Yardstick,
    IReadOnlyList<MitigationResult.Recipe> Recipes, IReadOnlyList<MitigationResult.Entry> Entries, IReadOnlyList<ScoredNetwork> FullData,
    IReadOnlyList<MitigationResult.Teacher> Teachers, long Seq)
{
    /// <summary>The result of a batch so far; its recipes start from those of the catalog.</summary>
    public static MitigationResult Of(RunSpec spec, RunState state, IReadOnlyList<ComponentDescriptor> catalog)
    {
        var batch = spec.Mitigation!;
        var table = new MitigationTable(
            state.Cells, spec.TrainingNetwork.Label, [.. batch.Networks.Select(network => network.Label)]);
        var (plan, twins) = (MitigationPlan.Cells(spec), new RecipeTwins(batch, catalog));
        var baseline = MitigationPlan.BaselineOf(batch).Name;
        return new MitigationResult(
            state.Summary.Status, state.Cells.Count, plan.Count, MitigationPlan.SetOf(batch), spec.TrainingNetwork.Label, baseline, table.Yardstick,
            [.. MitigationPlan.Recipes(batch).Select(recipe => new Recipe(recipe.Name, table.Spread(recipe.Name), table.Worst(recipe.Name)))],
            [.. plan.Where(cell => cell.Set != MitigationPlan.Full).Select(cell => (cell.Network, cell.Recipe)).Distinct()
                .Select(pair => Entry.Of(table, pair.Network, pair.Recipe, twins.WithoutAugmentation(pair.Recipe)))],
            [.. MitigationPlan.Networks(spec).Select(network => (network.Label, Score: table.ScoreOf(network.Label, baseline, MitigationPlan.Full)))
                .Where(network => network.Score is not null).Select(network => new ScoredNetwork(network.Label, network.Score!))],
            [.. state.Cells.Where(trained => trained.Weights is not null).Select(trained => new Teacher(trained.Cell, trained.Weights!))],
            state.Seq);
    }

    /// <summary>One recipe over all networks.</summary>
    /// <param name="Name">Name of the recipe.</param>
    /// <param name="Spread">Highest minus lowest mean accuracy; null for fewer than two networks.</param>
    /// <param name="Worst">The network with the lowest mean accuracy.</param>
    internal sealed record Recipe(string Name, double? Spread, ScoredNetwork? Worst);

    /// <summary>One network by one recipe.</summary>
    /// <param name="Network">Label of the network.</param>
    /// <param name="Recipe">Name of the recipe.</param>
    /// <param name="Score">Last-epoch test accuracy.</param>
    /// <param name="Best">Test accuracy at the epoch that validation chose.</param>
    /// <param name="Random">Accuracy of the random control by the same recipe.</param>
    /// <param name="Gap">Accuracy of the training network (baseline) minus this one's.</param>
    /// <param name="ClosedShare">Share of the baseline's gap that is closed.</param>
    /// <param name="Gain">Difference to the baseline, paired by repeat, with its 95 % interval.</param>
    /// <param name="TrainAccuracy">Accuracy on the set itself.</param>
    /// <param name="Flops">Mean floating-point operations of a training; null while there is none.</param>
    /// <param name="Seconds">Mean wall time of a training; null while there is none.</param>
    /// <param name="LabelRobust">DD-Ranking's label-robust score; needs the random control and full data.</param>
    /// <param name="AugmentationRobust">DD-Ranking's augmentation-robust score; needs the same recipe without augmentation in the batch.</param>
    internal sealed record Entry(
        string Network, string Recipe, Score? Score, Score? Best, Score? Random, double? Gap, double? ClosedShare, PairedDifference? Gain,
        double? TrainAccuracy, double? Flops, double? Seconds, double? LabelRobust, double? AugmentationRobust)
    {
        public static Entry Of(MitigationTable table, string network, string recipe, string? withoutAugmentation)
        {
            var entry = table.Entry(network, recipe);
            var (label, augmentation) = table.Ranking(network, recipe, withoutAugmentation);
            var isTrained = entry.Score is not null;
            return new Entry(
                network, recipe, entry.Score, entry.Best, entry.Random, entry.Gap, entry.ClosedShare, entry.Gain, entry.TrainAccuracy,
                isTrained ? entry.Flops : null, isTrained ? entry.Seconds : null, label, augmentation);
        }
    }

    /// <summary>A trained teacher: GET …/artifacts/{weights}.</summary>
    internal sealed record Teacher(Cell Cell, string Weights);
}
