using Contracts;

namespace Engine.Tests.Distillation.NeuralFeatureRegression;

public class NeuralFeatureRegressionTests
{
    [Fact]
    public void Matching_loss_is_the_sum_of_its_parts_and_falls()
    {
        using var run = new EngineRun().Execute(Spec(("iterations", 40), ("learningRate", 0.02), ("realBatch", 64)));
        var (total, kernel, label) = (run.Values(Series.MatchingLoss), run.Values(Series.KernelLoss), run.Values(Series.LabelLoss));
        Assert.Equal(40, total.Count);
        Assert.All(total.Zip(kernel, label), part => Assert.Equal(part.First.Value, part.Second.Value + part.Third.Value, 1e-9));
        Assert.InRange(kernel.TakeLast(10).Average(point => point.Value), 0, 0.9 * kernel.Take(10).Average(point => point.Value));
    }

    [Fact]
    public void Labels_start_as_centred_unit_vectors_and_are_learned()
    {
        using var still = new EngineRun().Execute(Spec(("iterations", 2), ("learnLabels", false)));
        using var learned = new EngineRun().Execute(Spec(("iterations", 2)));
        var start = still.SoftLabels();
        Assert.Equal(0.9f, start[0], 1e-6);      // (1 − 1/10)/√(10/10)
        Assert.Equal(-0.1f, start[1], 1e-6);
        Assert.NotEqual(start, learned.SoftLabels());
        Assert.All(still.Values(Series.LabelLoss), point => Assert.Equal(0, point.Value));
    }

    [Fact]
    public void Mirror_images_count_where_they_are_asked_for()
    {
        using var plain = new EngineRun().Execute(Spec(("iterations", 1)));
        using var flipped = new EngineRun().Execute(Spec(("iterations", 1), ("flip", true)));
        Assert.NotEqual(plain.Values(Series.KernelLoss), flipped.Values(Series.KernelLoss));
    }

    [Fact]
    public void Networks_with_running_statistics_take_part()
    {
        var network = new ComponentSpec { Name = "convnet", Options = EngineRun.Options(("width", 8), ("depth", 2), ("norm", "batch")) };
        using var run = new EngineRun().Execute(Spec() with { TrainingNetwork = network });
        Assert.Equal((RunStatus.Completed, ""), (run.End.Status, run.End.Reason));
    }

    [Fact]
    public void Images_that_fly_apart_end_the_run_with_iteration_series_and_advice()
    {
        using var run = new EngineRun().Execute(Spec(("learningRate", 1.0), ("networkLearningRate", 1.0), ("iterations", 400)) with { ReportEvery = 1000 });
        Assert.Equal(RunStatus.Failed, run.End.Status);
        Assert.Contains("loss/kernel", run.End.Reason, StringComparison.Ordinal);
        Assert.Contains("at iteration", run.End.Reason, StringComparison.Ordinal);
        Assert.Contains("learningRate", run.End.Reason, StringComparison.Ordinal);
    }

    private static RunSpec Spec(params (string Name, object Value)[] options)
    {
        var spec = EngineRun.Small("neural-feature-regression");
        return EngineRun.With(spec, options) with { Evaluation = spec.Evaluation with { Repeats = 1, RandomBaseline = false } };
    }
}
