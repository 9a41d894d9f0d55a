using Contracts;
using Engine.Data;
using Engine.Distillation;
using Engine.Distillation.GradientMatching;
using Engine.Networks;
using Engine.Numerics;
using Engine.Runs;
using Engine.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using Method = Engine.Distillation.GradientMatching.GradientMatching;

namespace Engine.Tests.Distillation.GradientMatching;

public sealed class GradientMatchingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-matching-");
    private readonly RunControl _control = new();

    public void Dispose()
    {
        _control.Dispose();
        _folder.Delete(recursive: true);
        _scope.Dispose();
    }

    [Theory]
    [InlineData("layerwise", 1)]
    [InlineData("squared", 2)]
    public void A_step_descends_the_sum_over_the_classes_as_written(string distance, int tiles)
    {
        // 70 real images are two chunks of unequal size: the mean over all of them must not notice.
        var spec = EngineRun.Small("gradient-matching");
        spec = spec with { Data = spec.Data with { TrainPerClass = 80 } };
        using var real = ImageDataset.From(DataSets.Load(spec.Data, new EngineSettings(), new Seeds(0)), spec.Data, new Seeds(0), CPU);
        using var run = Run(spec, real);
        var options = new GradientMatchingOptions
        {
            ImagesPerClass = 2,
            Iterations = 1,
            RealBatch = 70,
            OuterLoop = 1,
            LearningRate = 10,
            Momentum = 0,
            Distance = distance,
            Augmentation = "none",
            Tiles = tiles,
        };
        using var start = run.Start(2, "real", tiles);
        using var network = run.NewNetwork(1);
        using var random = run.Seeds.Generator("real-batch", 1);
        var sum = zeros(1);
        for (var c = 0; c < 10; c++)
        {
            var goal = Gradient(network, real.Sampler.OfClass(c, 70, random), c, distance, createGraph: false);
            var mine = Gradient(network, Formation.Decode(start.Images.narrow(0, 2 * c, 2), tiles), c, distance, createGraph: true);
            sum += GradientDistance.ByLayer(distance, mine, goal).sum();
        }

        var step = Gradients.OfAll(sum, [start.Images], createGraph: false)[0];
        using var made = new Method(options).Distill(run);
        Golden.Agrees((start.Images - made.Images) / 10, step);
    }

    [Fact]
    public void The_loss_is_the_sum_of_its_classes_and_of_its_layers()
    {
        using var run = new EngineRun().Execute(Small(("iterations", 2)));
        foreach (var measured in run.Events.OfType<Measured>())
        {
            Assert.Equal(measured.Values[Series.MatchingLoss], Sum(measured, "/class/", 10), 3);
            Assert.Equal(measured.Values[Series.MatchingLoss], Sum(measured, "/layer/", 3), 3);
        }

        static double Sum(Measured measured, string part, int count)
        {
            var parts = measured.Values.Where(value => value.Key.StartsWith(Series.MatchingLoss + part, StringComparison.Ordinal)).ToList();
            Assert.Equal(count, parts.Count);
            return parts.Sum(value => value.Value);
        }
    }

    [Fact]
    public void Noise_comes_nearer_to_the_real_gradients_by_plain_matching()
    {
        using var run = new EngineRun().Execute(
            Small(("iterations", 16), ("outerLoop", 1), ("learningRate", 5.0), ("initialization", "noise"), ("augmentation", "none")));
        Assert.Equal((RunStatus.Completed, ""), (run.End.Status, run.End.Reason));
        var losses = run.Values(Series.MatchingLoss).Select(value => value.Value).ToList();
        Assert.True(losses.TakeLast(4).Average() < 0.9 * losses.Take(4).Average(), string.Join(" ", losses));
    }

    [Fact]
    public void A_network_with_batch_norm_is_matched_with_the_statistics_of_real_images()
    {
        var spec = Small(("iterations", 2));
        var network = EngineRun.Options(("width", 8), ("depth", 2), ("norm", "batch"));
        using var run = new EngineRun().Execute(spec with { TrainingNetwork = spec.TrainingNetwork with { Options = network } });
        Assert.Equal((RunStatus.Completed, ""), (run.End.Status, run.End.Reason));
        Assert.Equal(2, run.Values(Series.MatchingLoss).Count);
    }

    [Fact]
    public void A_loss_that_leaves_the_numbers_ends_the_run_with_the_iteration()
    {
        var spec = Small(("learningRate", 1e4), ("networkLearningRate", 10.0), ("innerLoop", 100), ("distance", "squared"));
        using var run = new EngineRun().Execute(spec with { TrainingNetwork = new ComponentSpec { Name = "mlp" } });
        Assert.Equal(RunStatus.Failed, run.End.Status);
        Assert.Matches("^loss/matching became .* at iteration [1-6]\\. ", run.End.Reason);
    }

    [Fact]
    public void An_iteration_can_be_cancelled_before_its_end()
    {
        using var run = new EngineRun().Execute(Small(("outerLoop", 1000), ("innerLoop", 1000)), (e, control) =>
        {
            if (e is PhaseStarted { Phase: "distil" }) control.Stop(StopRequest.Cancel);
        });
        Assert.Equal(RunStatus.Cancelled, run.End.Status);
        Assert.Empty(run.Events.OfType<Measured>());
    }

    private static RunSpec Small(params (string Name, object Value)[] options)
    {
        var spec = EngineRun.Small("gradient-matching");
        var all = spec.Method.Options.ToDictionary();
        foreach (var (name, value) in EngineRun.Options(options)) all[name] = value;
        return spec with { Method = spec.Method with { Options = all }, Evaluation = spec.Evaluation with { Repeats = 1, Epochs = 1 } };
    }

    private static IReadOnlyList<Tensor> Gradient(Network network, Tensor images, int c, string distance, bool createGraph)
    {
        var loss = nn.functional.cross_entropy(network.Forward(images), full([images.shape[0]], c, dtype: ScalarType.Int64));
        return Gradients.OfAll(loss, [.. network.Parameters.Where(p => GradientDistance.Compares(distance, p))], createGraph);
    }

    private DistillationRun Run(RunSpec spec, ImageDataset real) => new(
        new RunContext(spec, CPU, new RunLog(TimeProvider.System), _control, TimeProvider.System, _folder.FullName),
        real, (_, _) => { }, (_, _) => { });
}
