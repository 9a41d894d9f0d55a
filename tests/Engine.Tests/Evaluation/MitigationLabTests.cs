using Contracts;
using Engine.Evaluation;
using Engine.Networks;
using Engine.Numerics;
using Engine.Runs;
using Engine.Tests.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Evaluation;

/// <summary>A batch cell by cell, where a test needs more than the runner shows.</summary>
public sealed class MitigationLabTests
{
    private static readonly RecipeSpec Full = new() { Name = "full" };

    [Fact]
    public void The_random_control_follows_the_set_and_has_as_many_images()
    {
        var spec = OnGiven(WithAlexNet(Full));
        using var run = new LabRun().Execute(spec, LabRun.Soft);
        Assert.Equal(MitigationPlan.Cells(spec), run.Cells.Select(trained => trained.Cell));
        Assert.Equal(
            ["synthetic", "random", "synthetic", "random"],
            run.Cells.Where(trained => trained.Cell.Recipe == "full").Select(trained => trained.Cell.Set));
        Assert.All(run.Cells.GroupBy(trained => (trained.Cell.Network, trained.Cell.Recipe)), same => Assert.Single(same.DistinctBy(trained => trained.Flops)));
        Assert.NotEqual(Curve(run, "synthetic", 0), Curve(run, "random", 0));
        Assert.NotEqual(Curve(run, "random", 0), Curve(run, "random", 1));

        static IEnumerable<double> Curve(LabRun run, string set, int repeat) =>
            run.Curves.Where(value => value.Key.Series.Contains($"/full/{set}/{repeat}/loss", StringComparison.Ordinal)).Select(value => value.Value);
    }

    [Fact]
    public void Live_tensors_do_not_grow_from_cell_to_cell()
    {
        RecipeSpec[] alike = [new() { Name = "mixup" }, new() { Name = "label-smoothing" }, new() { Name = "dropout" }, new() { Name = "cutmix" }];
        var before = LiveTensors.Count;
        using var run = new LabRun().Execute(OnGiven(WithAlexNet(alike)), LabRun.Soft);
        Assert.Equal(before, LiveTensors.Count);
        var live = run.Events.Zip(run.Live).Where(entry => entry.First is CellTrained { Cell: { Network: var name, Recipe: not "baseline" } } && name.StartsWith("alexnet", StringComparison.Ordinal))
            .Select(entry => (((CellTrained)entry.First).Cell.Set, entry.Second)).ToList();
        Assert.Equal(16, live.Count);
        Assert.All(live.GroupBy(entry => entry.Set), set => Assert.Single(set.Distinct()));
    }

    [Fact]
    public void A_stop_ends_a_training_within_a_step_and_leaves_nothing_in_memory()
    {
        // A residual network: it has no virtual shortcuts, whose gradients at test time do not exist and confuse the count.
        var spec = With(0, Full);
        using var straight = new LabRun().Execute(spec);
        var middle = straight.Events.Index().First(entry => entry.Item is Measured { Iteration: 9 }).Index + 1;
        var before = LiveTensors.Count;
        using var stopped = new LabRun().Execute(spec, stopAt: middle);
        Assert.True(stopped.Stopped);
        Assert.Equal(middle, stopped.Events.Count);
        Assert.Equal(before, LiveTensors.Count);

        // What was told of the broken training is not told again, and all of it comes out as if nothing had been.
        stopped.Execute(spec);
        Assert.Equal(straight.Cells, stopped.Cells);
        Assert.Equal(straight.Curves.OrderBy(value => value.Key), stopped.Curves.OrderBy(value => value.Key));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_batch_stopped_after_its_teacher_goes_on_as_if_nothing_had_been(bool ownShortcuts)
    {
        // The baseline recipe decides how the teacher's shortcuts are made: what is read back must be made likewise.
        var baseline = new RecipeSpec { Name = "mine", Base = "baseline", Options = EngineRun.Options(("improvedShortcut", ownShortcuts), ("dropPath", ownShortcuts ? "constant" : "none")) };
        var spec = WithAlexNet(baseline, Full);
        var teacher = new ComponentSpec { Name = "resnet-10", Options = EngineRun.Options(("width", 2), ("norm", "batch"), ("bias", true)) };
        spec = spec with { Mitigation = spec.Mitigation! with { Teacher = new TeacherSpec { Network = teacher }, Repeats = 1 } };
        using var straight = new LabRun().Execute(spec);
        var taught = straight.Events.Index().Single(entry => entry.Item is CellTrained { Weights: not null }).Index + 1;
        using var resumed = new LabRun().Execute(spec, stopAt: taught);
        Assert.True(resumed.Stopped);
        Assert.Single(resumed.Cells, trained => trained.Weights is not null);
        resumed.Execute(spec);
        Assert.False(resumed.Stopped);
        Assert.Equal(straight.Cells, resumed.Cells);
        Assert.Equal(straight.Curves.OrderBy(value => value.Key), resumed.Curves.OrderBy(value => value.Key));
    }

    [Fact]
    public void Repeats_differ_and_networks_of_one_repeat_start_alike_for_every_recipe()
    {
        using var run = new LabRun().Execute(WithAlexNet(new RecipeSpec { Name = "baseline" }, new RecipeSpec { Name = "same", Base = "baseline" }));
        var (baseline, again) = (Of("baseline"), Of("same"));
        Assert.Equal(baseline.Select(trained => trained.Accuracy), again.Select(trained => trained.Accuracy));
        Assert.Equal(Losses("baseline", 0), Losses("same", 0));
        Assert.NotEqual(Losses("baseline", 0), Losses("baseline", 1));

        IEnumerable<CellTrained> Of(string recipe) =>
            run.Cells.Where(trained => trained.Cell.Recipe == recipe && trained.Cell.Network.StartsWith("alexnet", StringComparison.Ordinal));

        List<double> Losses(string recipe, int repeat) =>
            [.. run.Curves.Where(value => value.Key.Series.StartsWith("alexnet", StringComparison.Ordinal) && value.Key.Series.EndsWith($"/{recipe}/real/{repeat}/loss/train", StringComparison.Ordinal)).OrderBy(value => value.Key.Epoch).Select(value => value.Value)];
    }

    [Fact]
    public void Without_validation_images_no_epoch_is_chosen()
    {
        var spec = WithAlexNet(Full);
        using var run = new LabRun().Execute(spec with { Data = spec.Data with { ValidationFraction = 0 } });
        Assert.All(run.Cells, trained => Assert.Equal((null, null), (trained.Best, trained.ValidationAccuracy)));
        Assert.DoesNotContain(run.Curves.Keys, value => value.Series.Contains("validation", StringComparison.Ordinal));
        Assert.Contains(run.Curves.Keys, value => value.Series.EndsWith(Series.GradientNorm, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(8, 4, new[] { 2, 4, 6, 8 })]
    [InlineData(10, 3, new[] { 4, 7, 10 })]
    [InlineData(2, 5, new[] { 1, 2 })]
    [InlineData(1, 20, new[] { 1 })]
    public void Points_are_spread_evenly_and_the_last_epoch_is_one(int epochs, int points, int[] expected) =>
        Assert.Equal(expected, Enumerable.Range(1, epochs).Where(epoch => CellTraining.Due(epoch, epochs, points)));

    [Fact]
    public void Weights_are_stored_and_read_bit_for_bit_and_others_are_refused()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        var shape = new ImageShape(3, 16, 16);
        Network Create(string norm) => Network.Create(
            new ComponentSpec { Name = "resnet-10", Options = EngineRun.Options(("width", 2), ("norm", norm)) }, shape, 10, random, CPU);
        using var one = Create("batch");
        one.Forward(randn(4, 3, 16, 16), training: true);
        using var other = Create("batch");
        NetworkFile.Read(other, NetworkFile.Write(one), "a file");
        using var mine = one.Values();
        using var theirs = other.Values();
        Assert.All(mine.Tensors.Zip(theirs.Tensors), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));

        using var instance = Create("instance");
        var refused = Assert.Throws<RunFault>(() => NetworkFile.Read(instance, NetworkFile.Write(one), "a file"));
        Assert.Contains("buffer.000 is no part of it; buffer.001 is no part of it", refused.Message, StringComparison.Ordinal);
        Assert.Contains("a file cannot be read", Assert.Throws<RunFault>(() => NetworkFile.Read(one, [1, 2, 3], "a file")).Message, StringComparison.Ordinal);
    }

    private static RunSpec OnGiven(RunSpec spec) => spec with { Mitigation = spec.Mitigation! with { Set = new SetSpec { Source = "file" } } };

    private static RunSpec WithAlexNet(params RecipeSpec[] recipes) => With(1, recipes);

    private static RunSpec With(int network, params RecipeSpec[] recipes)
    {
        var spec = EngineRun.Batch(recipes);
        return spec with { Mitigation = spec.Mitigation! with { Networks = [spec.Mitigation.Networks[network]] } };
    }
}
