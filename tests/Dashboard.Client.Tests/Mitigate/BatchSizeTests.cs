using Contracts;
using Dashboard.Client.Features.Mitigate;
using static Dashboard.Client.Tests.Mitigate.Lab;

namespace Dashboard.Client.Tests.Mitigate;

public sealed class BatchSizeTests
{
    [Fact]
    public void Recipes_with_a_larger_budget_count_for_more()
    {
        // ConvNet by the baseline, and two networks by three recipes: 1 + 2 + 2 * 4 + 2 * 4 budgets of 1000 epochs.
        Assert.Equal(new BatchSize(7, 19_000, 0), BatchSize.Of(Spec(), Names));
    }

    [Fact]
    public void Controls_and_full_data_are_counted()
    {
        var spec = Spec(repeats: 2, random: true);
        spec = spec with { Mitigation = spec.Mitigation! with { FullData = true, FullDataEpochs = 10 } };

        Assert.Equal(new BatchSize(7 * 4 + 3 * 2, 4 * 19_000, 60), BatchSize.Of(spec, Names));
    }

    [Fact]
    public void Own_options_of_a_recipe_come_before_the_catalogs()
    {
        var recipe = Recipe("short") with
        {
            Base = "full",
            Options = new Dictionary<string, System.Text.Json.JsonElement>
            {
                ["budget"] =
            System.Text.Json.JsonSerializer.SerializeToElement(0.5)
            }
        };

        Assert.Equal(50, BatchSize.EpochsOf(recipe, new MitigationSpec { BaseEpochs = 100 }, Names));
    }

    [Fact]
    public void Three_phases_take_an_epoch_for_each_period()
    {
        Assert.Equal(8, BatchSize.EpochsOf(Short("full"), new MitigationSpec { BaseEpochs = 10 }, Names));
        Assert.Equal(1, BatchSize.EpochsOf(Short("baseline"), new MitigationSpec { BaseEpochs = 10 }, Names));

        static RecipeSpec Short(string basis) => Recipe("short") with
        {
            Base = basis,
            Options = new Dictionary<string, System.Text.Json.JsonElement> { ["budget"] = System.Text.Json.JsonSerializer.SerializeToElement(0.1) },
        };
    }

    [Fact]
    public void Cost_is_told_over_the_networks_that_can_be_compared()
    {
        var table = Table(
            Trained("convnet", "baseline", 0.6), Trained("alexnet", "baseline", 0.4, flops: 1), Trained("resnet-18", "baseline", 0.3,
                flops: 3), Trained("alexnet", "full", 0.5, flops: 4));
        var rows = CostRow.Of(table, Spec());

        Assert.Equal(("baseline", 2, 2.0), (rows[0].Recipe, rows[0].Networks, rows[0].Flops));
        Assert.Equal(("full", 1, 4.0), (rows[1].Recipe, rows[1].Networks, rows[1].Times!.Value));
        Assert.Equal(0.1, rows[1].Gain!.Value, 12);
        Assert.Null(rows[1].PointsPerMinute);
    }
}
