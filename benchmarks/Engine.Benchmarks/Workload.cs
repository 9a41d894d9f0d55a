using Contracts;
using Engine.Data;
using Engine.Distillation;
using Engine.Distillation.DistributionMatching;
using Engine.Distillation.GradientMatching;
using Engine.Distillation.NeuralFeatureRegression;
using Engine.Distillation.TrajectoryMatching;
using Engine.Networks;
using Engine.Numerics;
using Engine.Runs;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Benchmarks;

/// <summary>The engine's own loops on random images: the same work that the peer script does.</summary>
internal sealed class Workload : IDisposable
{
    /// <summary>Real images per class for an expert: what an iteration costs does not depend on them.</summary>
    private const int FewPerClass = 25;

    private readonly Device _device;
    private readonly int _realBatch;
    private readonly ImageDataset _real;
    private readonly ImageDataset _few;
    private readonly Network _student;
    private readonly Sgd _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;

    public Workload(ImageShape shape, int realBatch, Device? device = null)
    {
        (_device, _realBatch) = (device ?? CPU, realBatch);
        var raw = Data.Sources.Shapes.Make(shape, trainPerClass: 1000, testPerClass: 1, new Seeds(0));
        _real = ImageDataset.From(raw, new DataSpec { Name = "shapes", ValidationFraction = 0 }, new Seeds(0), _device);
        _few = ImageDataset.From(raw, new DataSpec { Name = "shapes", ValidationFraction = 0, TrainPerClass = FewPerClass }, new Seeds(0), _device);
        using var random = new Seeds(1).Generator("student");
        _student = Network.Create(new ComponentSpec { Name = "convnet" }, shape, 10, random, _device);
        _optimizer = new Sgd(_student.Parameters, 0.9, 5e-4);
        _images = _real.Train.Images.narrow(0, 0, 256).clone().DetachFromDisposeScope();
        _labels = (arange(256, dtype: ScalarType.Int64) % 10).to(_device).DetachFromDisposeScope();
    }

    /// <summary>Multiply-adds of one image through the ConvNet.</summary>
    public double MultiplyAdds => _student.MultiplyAdds;

    /// <summary>Iterations of a method, as a run does them, with the work that the peer script does for this name; gives the seconds of each.</summary>
    public List<double> Iterations(string name, int count) => name switch
    {
        "dm" => Iterations(
            new DistributionMatching(new DistributionMatchingOptions { ImagesPerClass = 10, Iterations = count, RealBatch = _realBatch }), _real),
        "dsa" => Iterations(
            new GradientMatching(
                new GradientMatchingOptions { ImagesPerClass = 10, Iterations = count, RealBatch = _realBatch, OuterLoop = 2, InnerLoop = 1 }), _real),
        "frepo" => Iterations(
            new NeuralFeatureRegression(new NeuralFeatureRegressionOptions { ImagesPerClass = 10, Iterations = count, RealBatch = 1024 }), _real),
        "mtt" => Iterations(
            new TrajectoryMatching(new TrajectoryMatchingOptions
            {
                ImagesPerClass = 1,
                Iterations = count,
                ExpertCount = 1,
                MaxStartEpoch = 1,
                SyntheticSteps = 20,
            }), _few),
        _ => throw new ArgumentException($"There is no workload {name}.", nameof(name)),
    };

    /// <summary>Training steps of the ConvNet on 256 images; gives the seconds of each.</summary>
    public List<double> TrainingSteps(int count)
    {
        var seconds = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            Step();
            Synchronize();
            seconds.Add(TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        }

        return seconds;
    }

    /// <summary>One training step.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        nn.functional.cross_entropy(_student.Forward(_images, training: true), _labels).backward();
        _optimizer.Step(0.01);
    }

    /// <summary>What the machine itself reaches: giga floating-point operations per second of a large float32 matrix product.</summary>
    public double MatrixProductRate()
    {
        const int side = 1536, count = 10;
        using var scope = NewDisposeScope();
        var (a, b) = (rand(side, side, device: _device), rand(side, side, device: _device));
        a.mm(b);
        Synchronize();
        var best = double.MaxValue;
        for (var i = 0; i < count; i++)
        {
            using var step = NewDisposeScope();
            var began = TimeProvider.System.GetTimestamp();
            a.mm(b);
            Synchronize();
            best = Math.Min(best, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        }

        return 2.0 * side * side * side / best / 1e9;
    }

    private List<double> Iterations(IDistiller method, ImageDataset real)
    {
        var folder = Directory.CreateTempSubdirectory("benchmark-");
        try
        {
            var spec = new RunSpec { TrainingNetwork = new ComponentSpec { Name = "convnet" }, SaveEvery = int.MaxValue, Seed = 1 };
            using var control = new RunControl();
            var log = new RunLog(TimeProvider.System);
            var context = new RunContext(spec, _device, log, control, TimeProvider.System, folder.FullName);
            using var run = new DistillationRun(context, real, (_, _) => { }, (_, _) => { });
            method.Distill(run).Dispose();
            return [.. log.Snapshot().OfType<Measured>().Where(e => e.Values.ContainsKey(Series.IterationTime)).Select(e => e.Values[Series.IterationTime])];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Waits for a GPU: it works on while the clock is read.</summary>
    private void Synchronize()
    {
        if (_device.type == TorchSharp.DeviceType.CUDA) cuda.synchronize();
    }

    public void Dispose()
    {
        _real.Dispose();
        _few.Dispose();
        _student.Dispose();
        _optimizer.Dispose();
        _images.Dispose();
        _labels.Dispose();
    }
}
