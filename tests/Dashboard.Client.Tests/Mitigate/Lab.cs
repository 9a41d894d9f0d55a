using Contracts;
using Dashboard.Client.Features.Mitigate;
using Dashboard.Client.Features.Runs;

namespace Dashboard.Client.Tests.Mitigate;

/// <summary>Batches and trainings with made numbers.</summary>
internal static class Lab
{
    public static readonly LabNames Names = new(new SmallCatalog().Describe());

    /// <summary>AlexNet and ResNet-18 by the baseline, the fair baseline and the full recipe.</summary>
    public static RunSpec Spec(int repeats = 1, bool random = false) => new()
    {
        Name = "Batch",
        Mitigation = new MitigationSpec
        {
            Set = new SetSpec { Run = Pages.Id(1).Value },
            Networks = [Network("alexnet"), Network("resnet-18")],
            Recipes = [Recipe("baseline"), Recipe("baseline-equal-budget"), Recipe("full")],
            Repeats = repeats,
            RandomControl = random,
        },
    };

    public static ComponentSpec Network(string name) => new() { Name = name };

    public static RecipeSpec Recipe(string name) => new() { Name = name };

    public static CellTrained Trained(
        string network, string recipe, double accuracy, int repeat = 0, string set = "synthetic", double train = 1, double flops = 1,
            BestEpoch? best = null, double? validation = null) =>
        new(new Cell(network, recipe, set, repeat), accuracy, validation, train, best, 100, 100, flops, 60);

    public static MitigationTable Table(params CellTrained[] cells) => new(cells, "convnet", ["alexnet", "resnet-18"]);

    public static RunView View(RunSpec spec, params CellTrained[] cells)
    {
        var state = cells.Cast<RunEvent>().Prepend(new RunStarted("cpu", 1, "engine", 0))
            .Index().Aggregate(RunState.Submitted(Pages.Id(2), spec, Pages.Start), (sum, e) => sum.Apply(e.Item with
            {
                Seq =
                e.Index + 1
            }));
        return new RunView(Pages.Id(2), spec, state, RunMarks.None, [], "matrix");
    }
}
