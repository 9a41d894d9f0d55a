using Contracts;

namespace Contracts.Tests;

public sealed class MitigationTableTests
{
    private static readonly CellTrained[] Cells =
    [
        Trained("convnet", "baseline", 0, 0.60), Trained("convnet", "baseline", 1, 0.62),
        Trained("resnet-18", "baseline", 0, 0.40), Trained("resnet-18", "baseline", 1, 0.44),
        Trained("resnet-18", "full", 0, 0.58, best: 0.7), Trained("resnet-18", "full", 1, 0.60, best: 0.8),
        Trained("alexnet", "baseline", 0, 0.50), Trained("alexnet", "full", 1, 0.64),
        Trained("resnet-18", "full", 0, 0.30, set: "random"), Trained("resnet-18", "full", 1, 0.32, set: "random"),
        Trained("convnet", "baseline", 0, 0.20, set: "random"),
        Trained("resnet-18", "baseline", 0, 0.90, set: "full"),
    ];

    private static readonly MitigationTable Table = new(Cells, "convnet");

    [Fact]
    public void Rows_and_columns_stand_in_the_order_of_training_the_yardstick_first()
    {
        Assert.Equal(["convnet", "resnet-18", "alexnet"], Table.Networks);
        Assert.Equal(["baseline", "full"], Table.Recipes);
        Assert.Equal(("synthetic", "baseline"), (Table.Set, Table.Baseline));
        Assert.Equal("convnet", new MitigationTable(Cells[2..], "convnet").Networks[0]);
    }

    [Fact]
    public void Gap_closed_share_and_gain_are_differences_to_yardstick_and_baseline()
    {
        var entry = Table.Entry("resnet-18", "full");
        Assert.Equal(0.59, entry.Score!.Mean, 12);
        Assert.Equal(0.01, entry.Score.Deviation, 12);
        Assert.Equal(0.75, entry.Best!.Mean, 12);
        Assert.Equal(0.31, entry.Random!.Mean, 12);
        Assert.Equal(0.61 - 0.59, entry.Gap!.Value, 12);
        Assert.Equal(1 - 0.02 / 0.19, entry.ClosedShare!.Value, 9);
        Assert.Equal(0.17, entry.Gain!.Mean, 12);
        Assert.Equal((2, 0.95, 2e9, 3.0), (entry.Gain.Count, entry.TrainAccuracy!.Value, entry.Flops, entry.Seconds));
    }

    [Fact]
    public void A_baseline_has_no_gain_over_itself_and_closes_nothing()
    {
        var entry = Table.Entry("resnet-18", "baseline");
        Assert.Null(entry.Gain);
        Assert.Equal(0, entry.ClosedShare!.Value, 12);
        Assert.Equal(0, Table.Entry("convnet", "baseline").Gap!.Value, 12);
        Assert.Null(Table.Entry("convnet", "baseline").ClosedShare);
    }

    [Fact]
    public void Gains_pair_trainings_of_the_same_repeat_only() => Assert.Null(Table.Entry("alexnet", "full").Gain);

    [Fact]
    public void What_was_not_trained_has_no_figure()
    {
        var entry = Table.Entry("vgg-11", "full");
        Assert.Equal((null, null, null, null, null, null), (entry.Score, entry.Best, entry.Random, entry.Gap, entry.ClosedShare, entry.Gain));
        Assert.Equal((null, 0.0, 0.0), (entry.TrainAccuracy, entry.Flops, entry.Seconds));
        var empty = new MitigationTable([], "convnet");
        Assert.Equal((null, null, null), (empty.Yardstick, empty.Spread("full"), empty.Worst("full")));
        Assert.Equal("baseline", empty.Baseline);
        Assert.Equal((null, null), empty.Ranking("resnet-18", "full"));
    }

    [Fact]
    public void Spread_and_worst_compare_the_same_test_networks_for_every_recipe()
    {
        Assert.Equal(0.50 - 0.42, Table.Spread("baseline")!.Value, 12);
        Assert.Equal("resnet-18", Table.Worst("baseline")!.Network);
        CellTrained[] cells = [.. Cells, Trained("convnet", "full", 0, 0.10), Trained("teacher", "baseline", 0, 0.01)];
        var named = new MitigationTable(cells, "convnet", ["resnet-18", "alexnet"]);
        Assert.Equal("resnet-18", named.Worst("full")!.Network);        // neither the training network nor a teacher is a test network here
        Assert.Equal(0.64 - 0.59, named.Spread("full")!.Value, 12);
        Assert.Equal("resnet-18", named.Worst("baseline")!.Network);
        var all = new MitigationTable(cells, "convnet", ["convnet", "resnet-18", "alexnet"]);
        Assert.Equal("convnet", all.Worst("full")!.Network);
        Assert.Equal(0.61 - 0.42, all.Spread("baseline")!.Value, 12);
        Assert.Null(new MitigationTable(Cells[..6], "convnet", ["resnet-18", "alexnet"]).Spread("full"));       // alexnet is not there yet
    }

    [Fact]
    public void Validation_chooses_a_recipe_also_where_the_test_images_would_choose_another()
    {
        var table = new MitigationTable(
            [Validated("baseline", test: 0.9, validation: 0.5), Validated("full", test: 0.6, validation: 0.7)], "convnet");
        Assert.Equal("full", table.ChosenBy("resnet-18"));
        Assert.Equal("full", table.ChosenBy());
        Assert.Null(Table.ChosenBy());      // without validation images nothing is chosen

        static CellTrained Validated(string recipe, double test, double validation) =>
            Trained("resnet-18", recipe, 0, test) with { ValidationAccuracy = validation };
    }

    [Fact]
    public void Learned_labels_give_no_label_robust_score()
    {
        var soft = new MitigationTable([.. Cells.Select(trained => trained with { SoftLabels = true })], "convnet");
        Assert.Null(soft.Ranking("resnet-18", "full").LabelRobust);
    }

    [Fact]
    public void A_limited_real_set_is_the_set_of_its_batch()
    {
        var table = new MitigationTable([Trained("convnet", "baseline", 0, 0.5, set: "real"), Trained("lenet", "baseline", 0, 0.4, set: "real")], "convnet");
        Assert.Equal("real", table.Set);
        Assert.Equal(0.1, table.Entry("lenet", "baseline").Gap!.Value, 12);
    }

    [Fact]
    public void The_label_robust_score_weighs_both_differences()
    {
        var (robust, augmented) = Table.Ranking("resnet-18", "full");
        Assert.Equal(RankingScores.Scaled(0.5 * (0.59 - 0.31) - 0.5 * (0.90 - 0.42)), robust!.Value, 12);
        Assert.Null(augmented);
        Assert.Null(Table.Ranking("alexnet", "full").LabelRobust);
        var plain = new MitigationTable(
            [.. Cells, Trained("resnet-18", "plain", 0, 0.5), Trained("resnet-18", "plain", 0, 0.3, set: "random")], "convnet");
        Assert.Equal(RankingScores.Scaled(0.5 * 0.28 + 0.5 * 0.2), plain.Ranking("resnet-18", "full", "plain").AugmentationRobust!.Value, 12);
    }

    internal static CellTrained Trained(string network, string recipe, int repeat, double accuracy, string set = "synthetic", double? best = null) =>
        new(new Cell(network, recipe, set, repeat), accuracy, null, 0.9 + 0.1 * repeat, best is { } b ? new BestEpoch(3, 0.9, b) : null, 8, 8, 2e9, 2 + 2 * repeat);
}
