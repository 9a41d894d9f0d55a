using System.Text.Json;
using Contracts;

namespace Contracts.Tests;

public sealed class MitigationPlanTests
{
    private static readonly MitigationSpec Batch = new()
    {
        Set = new SetSpec { Source = "file", File = "a.npz" },
        Networks = [Network("resnet-18"), Network("alexnet")],
        Recipes = [new RecipeSpec { Name = "full" }],
        Repeats = 2,
    };

    private static readonly string[] FirstRepeat =
    [
        "convnet baseline synthetic 0",
        "resnet-18 baseline synthetic 0", "resnet-18 full synthetic 0", "alexnet baseline synthetic 0", "alexnet full synthetic 0",
        "convnet baseline random 0",
        "resnet-18 baseline random 0", "resnet-18 full random 0", "alexnet baseline random 0", "alexnet full random 0",
    ];

    [Fact]
    public void A_distillation_has_no_cells() => Assert.Empty(MitigationPlan.Cells(new RunSpec()));

    [Fact]
    public void Repeat_by_repeat_the_set_comes_before_its_control_and_the_yardstick_first() =>
        Assert.Equal([.. FirstRepeat, .. FirstRepeat.Select(cell => cell[..^1] + "1")], Cells(Batch));

    [Fact]
    public void A_limited_real_set_is_its_own_control()
    {
        var cells = Cells(Batch with { Set = new SetSpec { Source = "real", ImagesPerClass = 1 }, Repeats = 1 });
        Assert.Equal(FirstRepeat.Take(5).Select(cell => cell.Replace("synthetic", "real", StringComparison.Ordinal)), cells);
    }

    [Fact]
    public void Without_the_control_there_is_the_set_alone() =>
        Assert.Equal(FirstRepeat.Take(5), Cells(Batch with { RandomControl = false, Repeats = 1 }));

    [Fact]
    public void A_teacher_of_another_network_is_trained_before_its_students()
    {
        var cells = Cells(Batch with { Teacher = new TeacherSpec { Network = Network("lenet") }, RandomControl = false, Repeats = 1 });
        Assert.Equal([FirstRepeat[0], "lenet baseline synthetic 0", .. FirstRepeat.Skip(1).Take(4)], cells);
    }

    [Fact]
    public void A_given_teacher_is_not_trained() => Assert.Equal(
        FirstRepeat.Take(5),
        Cells(Batch with { Teacher = new TeacherSpec { Network = Network("lenet"), Checkpoint = "a.safetensors" }, RandomControl = false, Repeats = 1 }));

    [Fact]
    public void What_is_yardstick_teacher_and_test_network_at_once_is_trained_once()
    {
        var cells = Cells(Batch with { Networks = [Network("convnet")], RandomControl = false, Repeats = 1 });
        Assert.Equal(["convnet baseline synthetic 0", "convnet full synthetic 0"], cells);
    }

    [Fact]
    public void Full_data_comes_last_by_the_baseline_alone()
    {
        var cells = Cells(Batch with { FullData = true });
        Assert.Equal(
            from repeat in new[] { 0, 1 } from network in new[] { "convnet", "resnet-18", "alexnet" } select $"{network} baseline full {repeat}",
            cells.Skip(20));
        Assert.Equal(26, cells.Count);
    }

    [Fact]
    public void A_baseline_of_ones_own_takes_the_place_of_the_catalogs()
    {
        var mine = new RecipeSpec { Name = "mine", Base = "baseline" };
        var cells = Cells(Batch with { Recipes = [new RecipeSpec { Name = "full" }, mine], RandomControl = false, Repeats = 1 });
        Assert.Equal(
            ["convnet mine synthetic 0", "resnet-18 full synthetic 0", "resnet-18 mine synthetic 0", "alexnet full synthetic 0", "alexnet mine synthetic 0"],
            cells);
    }

    [Fact]
    public void No_cell_comes_twice_in_any_batch() => Assert.All(
        from control in new[] { true, false } from full in new[] { true, false } from source in new[] { "run", "real" }
        select Batch with { RandomControl = control, FullData = full, Set = new SetSpec { Source = source }, Networks = [Network("convnet"), Network("lenet")] },
        batch => Assert.Distinct(Cells(batch)));

    private static List<string> Cells(MitigationSpec batch) =>
        [.. MitigationPlan.Cells(new RunSpec { Mitigation = batch }).Select(cell => $"{cell.Network} {cell.Recipe} {cell.Set} {cell.Repeat}")];

    private static ComponentSpec Network(string name) => new() { Name = name, Options = new Dictionary<string, JsonElement>() };
}
