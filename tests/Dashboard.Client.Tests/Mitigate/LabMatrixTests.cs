using Contracts;
using Dashboard.Client.Features.Mitigate;
using static Dashboard.Client.Tests.Mitigate.Lab;

namespace Dashboard.Client.Tests.Mitigate;

public sealed class LabMatrixTests
{
    [Fact]
    public void Every_network_and_recipe_of_the_batch_has_its_place_before_anything_is_trained()
    {
        var matrix = Matrix(Spec());

        Assert.Equal(["convnet", "alexnet", "resnet-18"], matrix.Networks);
        Assert.Equal(["baseline", "baseline-equal-budget", "full"], matrix.Recipes);
        Assert.Equal([1, null, null], matrix.Recipes.Select(recipe => matrix.Cell("convnet", recipe).Place));
        Assert.Equal([2, 3, 4], matrix.Recipes.Select(recipe => matrix.Cell("alexnet", recipe).Place));
    }

    [Fact]
    public void The_line_moves_up_as_trainings_end()
    {
        var matrix = Matrix(Spec(), Trained("convnet", "baseline", 0.6), Trained("alexnet", "baseline", 0.5));

        Assert.Null(matrix.Cell("alexnet", "baseline").Place);
        Assert.Equal(1, matrix.Cell("alexnet", "baseline-equal-budget").Place);
    }

    [Fact]
    public void Gap_and_closed_share_are_measured_from_the_yardstick_and_the_baseline()
    {
        var matrix = Matrix(Spec(), Trained("convnet", "baseline", 0.6), Trained("alexnet", "baseline", 0.4), Trained("alexnet", "full",
            0.55));

        Assert.Equal(0.05, matrix.Cell("alexnet", "full").Gap!.Value, 12);
        Assert.Equal(0.75, matrix.Cell("alexnet", "full").ClosedShare!.Value, 12);
        Assert.Null(matrix.Cell("alexnet", "baseline").ClosedShare);
    }

    [Fact]
    public void The_best_epoch_is_another_matrix()
    {
        CellTrained[] cells = [Trained("convnet", "baseline", 0.6, best: new BestEpoch(7, 0.7, 0.65)), Trained("alexnet", "baseline", 0.4,
            best: new BestEpoch(9, 0.5, 0.5))];
        var matrix = new LabMatrix(Table(cells), cells, Spec(), best: true);

        Assert.Equal(0.5, matrix.Cell("alexnet", "baseline").Score!.Mean);
        Assert.Equal(0.15, matrix.Cell("alexnet", "baseline").Gap!.Value, 12);
    }

    [Fact]
    public void By_the_chosen_epoch_every_number_is_of_it()
    {
        CellTrained Cell(string network, string recipe, double last, double best) =>
            Trained(network, recipe, last, best: new BestEpoch(5, 0.5, best));

        CellTrained[] cells =
        [
            Cell("convnet", "baseline", 0.6, 0.7), Cell("alexnet", "baseline", 0.4, 0.5), Cell("alexnet", "full", 0.4, 0.6),
            Cell("resnet-18", "full", 0.4, 0.65),
        ];
        var matrix = new LabMatrix(Table(cells), cells, Spec(), best: true);

        Assert.Equal(0.5, matrix.Cell("alexnet", "full").ClosedShare!.Value, 12);
        Assert.Equal(0.05, matrix.Spread("full")!.Value, 12);
        Assert.Null(matrix.Spread("baseline"));
    }

    [Fact]
    public void Without_the_yardsticks_chosen_epoch_there_is_no_gap()
    {
        CellTrained[] cells = [Trained("convnet", "baseline", 0.6), Trained("alexnet", "full", 0.4, best: new BestEpoch(5, 0.5, 0.5))];
        var cell = new LabMatrix(Table(cells), cells, Spec(), best: true).Cell("alexnet", "full");

        Assert.Equal((0.5, null, null), (cell.Score!.Mean, cell.Gap, cell.ClosedShare));
    }

    [Fact]
    public void Networks_spread_only_once_each_is_there()
    {
        Assert.Null(Matrix(Spec(), Trained("alexnet", "full", 0.4)).Spread("full"));
        Assert.Equal(0.1, Matrix(Spec(), Trained("alexnet", "full", 0.4), Trained("resnet-18", "full", 0.5)).Spread("full")!.Value, 12);
    }

    [Fact]
    public void Colours_run_from_the_lowest_to_the_highest()
    {
        var matrix = Matrix(Spec(), Trained("convnet", "baseline", 0.6), Trained("alexnet", "baseline", 0.4), Trained("resnet-18",
            "baseline", 0.5));

        Assert.Equal([1.0, 0.0, 0.5], matrix.Networks.Select(network =>
            Math.Round(matrix.Level(matrix.Cell(network, "baseline").Score!), 9)));
    }

    private static LabMatrix Matrix(RunSpec spec, params CellTrained[] cells) => new(Table(cells), cells, spec, best: false);
}
