namespace Contracts.Tests;

public sealed class ComparedMatrixTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Differences_of_one_seed_are_paired_by_repeat()
    {
        var basis = Run(1, seed: 0, ("convnet", 0.50), ("convnet", 0.60), ("mlp", 0.30), ("mlp", 0.20));
        var other = Run(2, seed: 0, ("convnet", 0.55), ("convnet", 0.65), ("mlp", 0.40), ("mlp", 0.20));

        var matrix = ComparedMatrix.Of([basis, other], basis.Id);

        Assert.Equal(["convnet", "mlp"], matrix.Networks);
        var cell = matrix.Columns[1].Cells[0];
        Assert.Equal(0.05, cell.Difference!.Value, 12);
        Assert.Equal(2, cell.Paired!.Count);
        Assert.Equal(0.05, cell.Paired.Lower!.Value, 12);       // both differences are the same
        Assert.True(matrix.Columns[1].Cells[1].Paired!.Lower < 0);
        Assert.All(matrix.Columns[0].Cells, own => Assert.Null(own.Difference));
    }

    [Fact]
    public void Other_seeds_are_compared_by_means_alone()
    {
        var basis = Run(1, seed: 0, ("convnet", 0.50));
        var cell = ComparedMatrix.Of([basis, Run(2, seed: 1, ("convnet", 0.55))], basis.Id).Columns[1].Cells[0];

        Assert.Equal(0.05, cell.Difference!.Value, 12);
        Assert.Null(cell.Paired);
    }

    [Fact]
    public void Gap_and_worst_network_follow_from_the_means()
    {
        var run = Run(1, seed: 0, ("convnet", 0.50), ("mlp", 0.30), ("lenet", 0.40));
        var column = ComparedMatrix.Of([run, Run(2, 0)], run.Id).Columns[0];

        Assert.Equal("mlp", column.Worst!.Network);
        Assert.Equal(0.20, column.Gap!.Value, 12);
    }

    [Fact]
    public void A_run_without_a_judgement_has_empty_cells()
    {
        var basis = Run(1, seed: 0, ("convnet", 0.50));
        var column = ComparedMatrix.Of([basis, Run(2, 0)], basis.Id).Columns[1];

        Assert.All(column.Cells, cell => Assert.Equal(new ComparedCell(null, null, null, null), cell));
        Assert.Null(column.Worst);
        Assert.Null(column.Gap);
    }

    [Fact]
    public void A_batch_shows_the_recipe_asked_for_and_its_baseline_otherwise()
    {
        var batch = Batch();
        var distilled = Run(1, seed: 0, ("mlp", 0.30));

        var full = ComparedMatrix.Of([distilled, batch], distilled.Id, "full").Columns[1];
        var unknown = ComparedMatrix.Of([distilled, batch], distilled.Id, "nothing").Columns[1];

        Assert.Equal(("full", "baseline"), (full.Recipe, unknown.Recipe));
        Assert.Equal(0.6, full.Cells[1].Score!.Mean, 12);
        Assert.Equal(0.3, full.Cells[1].Difference!.Value, 12);
        Assert.Null(full.Cells[1].Paired);      // a distillation and a batch draw from other streams
        Assert.Equal(0.45, unknown.Cells[1].Score!.Mean, 12);
        Assert.Equal(0.8, full.Cells[0].Score!.Mean, 12);       // the yardstick, trained by the baseline alone
    }

    private static ComparedRun Run(int number, int seed, params (string Network, double Accuracy)[] judged)
    {
        var spec = new RunSpec { Seed = seed };
        var id = RunId.Create(Start.AddSeconds(number), number);
        var events = judged.GroupBy(one => one.Network).SelectMany(network => network.Index()
            .Select(one => (RunEvent)new NetworkEvaluated(10, network.Key, "synthetic", one.Index, one.Item.Accuracy, null, 1, 5, 1)));
        return new ComparedRun(id, spec, Fold(id, spec, events), RunCost.None);
    }

    private static ComparedRun Batch()
    {
        var spec = new RunSpec
        {
            Mitigation = new MitigationSpec { Networks = [new ComponentSpec { Name = "mlp" }], Recipes = [new RecipeSpec { Name = "full" }], Repeats = 1 },
        };
        var id = RunId.Create(Start.AddSeconds(9), 9);
        RunEvent Trained(string network, string recipe, double accuracy) =>
            new CellTrained(new Cell(network, recipe, "synthetic", 0), accuracy, null, 1, null, 3, 30, 1, 1);
        var events = new[] { Trained("convnet", "baseline", 0.8), Trained("mlp", "baseline", 0.45), Trained("mlp", "full", 0.6) };
        return new ComparedRun(id, spec, Fold(id, spec, events), RunCost.None);
    }

    private static RunState Fold(RunId id, RunSpec spec, IEnumerable<RunEvent> events) => events.Index()
        .Aggregate(RunState.Submitted(id, spec, Start), (state, e) => state.Apply(e.Item with { Seq = e.Index + 1, At = Start }));
}
