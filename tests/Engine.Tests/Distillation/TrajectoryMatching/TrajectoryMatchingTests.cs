using Contracts;
using Engine.Data;
using Engine.Distillation;
using Engine.Distillation.TrajectoryMatching;
using Engine.Runs;
using static TorchSharp.torch;
using Method = Engine.Distillation.TrajectoryMatching.TrajectoryMatching;

namespace Engine.Tests.Distillation.TrajectoryMatching;

/// <summary>Trajectory matching as a whole: what it minimises, tells, and refuses.</summary>
public class TrajectoryMatchingTests
{
    [Fact]
    public void Students_come_nearer_to_one_expert_and_the_learning_rate_is_learned()
    {
        using var run = new EngineRun().Execute(Spec(
            ("expertCount", 1), ("maxStartEpoch", 1), ("syntheticSteps", 4), ("iterations", 25), ("learningRate", 20), ("learningRateRate", 1e-4),
            ("augmentation", "none")));
        var losses = run.Values(Series.MatchingLoss);
        var rates = run.Values(Series.SyntheticLearningRate);
        Assert.Equal((25, 25), (losses.Count, rates.Count));
        Assert.True(losses[^1].Value < 0.9 * losses[0].Value, $"{losses[0].Value} to {losses[^1].Value}");
        Assert.Equal(0.01, rates[0].Value, precision: 7);
        Assert.NotEqual(rates[0].Value, rates[^1].Value);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(11, 0, 0)]
    [InlineData(12, 0, 1)]
    [InlineData(130, 0, 11)]
    [InlineData(130, 5, 22)]
    [InlineData(1_000_000, 0, 30)]
    public void As_many_steps_keep_their_graph_as_the_memory_holds(int mebibytes, int batch, int expected) =>
        Assert.Equal(expected, Method.KeptGraphs(new TrajectoryMatchingOptions { GraphMemory = mebibytes, BatchSize = batch }, images: 10, keptValues: 100_000));

    [Fact]
    public void The_loss_is_told_by_the_epoch_that_students_start_from_too()
    {
        using var run = new EngineRun().Execute(Spec(("maxStartEpoch", 3), ("iterations", 12)));
        var parts = Enumerable.Range(0, 3).SelectMany(epoch => run.Values(Series.OfStartEpoch(Series.MatchingLoss, epoch))).OrderBy(point => point.Iteration);
        Assert.Equal(run.Values(Series.MatchingLoss), parts);
    }

    [Fact]
    public void Paths_of_expert_and_student_are_told_with_every_stored_set_and_never_twice()
    {
        var spec = Spec(("syntheticSteps", 5), ("expertEpochs", 3));
        using var run = new EngineRun();
        for (var attempt = 0; attempt < 20 && (attempt == 0 || run.End.Status != RunStatus.Completed); attempt++)
        {
            run.Execute(spec, (e, control) =>
            {
                if (e is Projected) control.Stop(StopRequest.Shutdown);
            });
        }

        var told = run.Events.OfType<Projected>().ToList();
        Assert.Equal([0, 2, 4, 6], told.Select(e => e.Iteration));
        Assert.DoesNotContain(told[0].Paths, path => path.Group is ProjectedPath.Expert or ProjectedPath.Student);
        Assert.All(told.Skip(1), e => Assert.Equal(
            [(ProjectedPath.Expert, 4), (ProjectedPath.Student, 6)],
            e.Paths.Where(path => path.Group is ProjectedPath.Expert or ProjectedPath.Student).Select(path => (path.Group, path.X.Count))));
        Assert.All(told.Skip(1), e => Assert.Equal(
            Place(e, ProjectedPath.Expert, 0), Place(e, ProjectedPath.Student, 0)));
    }

    [Fact]
    public void With_every_extra_a_stopped_run_makes_what_the_straight_run_makes()
    {
        var spec = Spec(
            ("labelLearningRate", 2), ("emaDecay", 0.5), ("maxStartEpoch", 3), ("minStartEpoch", 1), ("curriculumStartEpoch", 2), ("curriculumIterations", 4),
            ("batchSize", 7), ("learningRate", 50));
        using var straight = new EngineRun().Execute(spec);
        using var broken = new EngineRun();
        for (var attempt = 0; attempt < 30 && (attempt == 0 || broken.End.Status != RunStatus.Completed); attempt++)
        {
            broken.Execute(spec, (e, control) =>
            {
                if (e is Measured) control.Stop(StopRequest.Shutdown);
            });
        }

        Assert.Equal((RunStatus.Completed, ""), (straight.End.Status, straight.End.Reason));
        Assert.True(broken.Events.OfType<RunStarted>().Count() > 1, "The run was never interrupted.");
        Assert.Equal(straight.LastSet.Data, broken.LastSet.Data);
        Assert.Equal(straight.Values(Series.MatchingLoss), broken.Values(Series.MatchingLoss));
    }

    [Theory]
    [InlineData("labelLearningRate", 5.0)]
    [InlineData("emaDecay", 0.9)]
    [InlineData("batchSize", 7)]
    public void Each_extra_changes_the_set(string option, object value)
    {
        using var plain = new EngineRun().Execute(Spec(("iterations", 2)));
        using var other = new EngineRun().Execute(Spec(("iterations", 2), (option, value)));
        Assert.Equal((RunStatus.Completed, ""), (other.End.Status, other.End.Reason));
        Assert.NotEqual(plain.LastSet.Data, other.LastSet.Data);
    }

    [Fact]
    public void The_set_carries_its_learning_rate_and_soft_labels_that_start_where_experts_were_right()
    {
        using var scope = NewDisposeScope();
        using var set = Distil(Spec(
            ("labelLearningRate", 1e-3), ("iterations", 1), ("expertEpochCount", 20), ("expertLearningRate", 0.1), ("expertBatch", 16), ("augmentation", "none")));
        Assert.Equal([20L, 10], set.SoftLabels!.shape);
        Assert.Equal(LabelLoss.CrossEntropy, set.LabelLoss);
        Assert.Equal(0.01, set.LearningRate!.item<float>(), precision: 3);
        Assert.All([set.Images, set.LearningRate!, set.SoftLabels], tensor => Assert.False(tensor.requires_grad));
        Assert.InRange(set.SoftLabels.argmax(1).eq(set.Labels).sum().item<long>(), 12, 20);
    }

    [Fact]
    public void The_stored_images_are_the_running_mean_of_the_pixels_when_that_is_asked_for()
    {
        using var scope = NewDisposeScope();
        var options = new TrajectoryMatchingOptions { EmaDecay = 0.75, LearningRate = 2, Momentum = 0.5 };
        var start = new SyntheticSet(zeros(1, 1, 2, 2), zeros(1, dtype: ScalarType.Int64), ["a"], null!);
        start.Images.requires_grad = true;
        using var learned = new LearnedSet(start, null, options);
        foreach (var _ in (int[])[1, 2])
        {
            (learned.Pixels.sum() + 0 * learned.Rate).backward();
            learned.Step(1, Assert.Fail);
        }

        // Pixels: 0, −2, −2 − 2·1.5 = −5. Means: 0, −2/4, 0.75·(−0.5) − 5/4.
        Assert.All(learned.Pixels.data<float>().ToArray(), pixel => Assert.Equal(-5, pixel, precision: 5));
        Assert.All(learned.Set.Images.data<float>().ToArray(), pixel => Assert.Equal(-1.625, pixel, precision: 5));
        learned.Finish().Dispose();
    }

    [Theory]
    [InlineData(0, 0, 2)]
    [InlineData(499, 0, 10)]
    [InlineData(500, 0, 11)]
    [InlineData(1000, 0, 20)]
    [InlineData(5000, 0, 20)]
    public void The_maximum_start_epoch_rises_to_its_value(int iteration, int from, int to) => Assert.Equal(
        (from, to),
        Method.StartEpochs(new TrajectoryMatchingOptions { CurriculumStartEpoch = 2, CurriculumIterations = 1000 }, iteration));

    [Fact]
    public void Without_a_curriculum_every_iteration_draws_from_all_start_epochs() =>
        Assert.Equal((3, 20), Method.StartEpochs(new TrajectoryMatchingOptions { MinStartEpoch = 3 }, iteration: 1));

    [Fact]
    public void A_student_that_leaves_the_numbers_ends_the_run_with_series_iteration_and_advice()
    {
        using var run = new EngineRun().Execute(Spec(("startLearningRate", 1), ("syntheticSteps", 20), ("augmentation", "none")) with
        {
            TrainingNetwork = new ComponentSpec { Name = "convnet", Options = EngineRun.Options(("width", 8), ("depth", 2), ("norm", "none"), ("activation", "leaky-relu")) },
        });
        Assert.Equal(RunStatus.Failed, run.End.Status);
        Assert.Matches("loss/matching became .* at iteration [0-9]+.*startLearningRate", run.End.Reason);
    }

    [Theory]
    [InlineData("expertEpochCount", "maxStartEpoch", 20, "expertEpochs", 2, "expertEpochCount", 20)]
    [InlineData("minStartEpoch", "minStartEpoch", 20, "maxStartEpoch", 20, "iterations", 5)]
    [InlineData("curriculumStartEpoch", "curriculumStartEpoch", 30, "curriculumIterations", 5, "iterations", 5)]
    [InlineData("labelLearningRate", "labelLearningRate", 2, "initialization", "noise", "iterations", 5)]
    public void Options_that_contradict_are_refused_before_the_run(
        string path, string option1, object value1, string option2, object value2, string option3, object value3)
    {
        var spec = new RunSpec
        {
            Method = new ComponentSpec { Name = "trajectory-matching", Options = EngineRun.Options((option1, value1), (option2, value2), (option3, value3)) },
        };
        Assert.Equal($"method.options.{path}", Assert.Single(RunSpecCheck.Faults(spec, new EngineSettings())).Path);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    public void The_epochs_that_the_last_student_needs_are_enough(int expertEpochCount) =>
        Assert.Empty(new TrajectoryMatchingOptions { ExpertEpochCount = expertEpochCount }.Faults());

    private static (double, double) Place(Projected e, string group, int at)
    {
        var path = e.Paths.Single(candidate => candidate.Group == group);
        return (path.X[at], path.Y[at]);
    }

    private static SyntheticSet Distil(RunSpec spec)
    {
        using var control = new RunControl();
        var folder = Directory.CreateTempSubdirectory("engine-mtt-");
        var context = new RunContext(spec, CPU, new RunLog(TimeProvider.System), control, TimeProvider.System, folder.FullName);
        using var real = ImageDataset.From(DataSets.Load(spec.Data, new EngineSettings(), context.Seeds), spec.Data, context.Seeds, CPU);
        using var run = new DistillationRun(context, real, (_, _) => { }, (_, _) => { });
        var set = Catalog.Distiller(spec.Method).Distill(run);
        folder.Delete(recursive: true);
        return set;
    }

    private static RunSpec Spec(params (string, object)[] options)
    {
        var spec = EngineRun.Small("trajectory-matching");
        var all = spec.Method.Options.Concat(EngineRun.Options(options)).GroupBy(option => option.Key);
        return spec with
        {
            Method = spec.Method with { Options = all.ToDictionary(option => option.Key, option => option.Last().Value) },
            Evaluation = new EvaluationSpec { Repeats = 1, Epochs = 1, RandomBaseline = false },
        };
    }
}
