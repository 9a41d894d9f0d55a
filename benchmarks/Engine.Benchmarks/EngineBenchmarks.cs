using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Contracts;
using Engine.Data;
using Engine.Native;
using Engine.Numerics;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Benchmarks;

/// <summary>The parts whose speed someone may ask about. In process: the native libraries are 480 MB.</summary>
[Config(typeof(InProcess))]
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private readonly RunLog _log = new(TimeProvider.System);
    private readonly DiffAugment _augmentation = DiffAugment.Parse("color_crop_cutout_flip_scale_rotate");
    private readonly Random _random = new(1);
    private Workload? _workload;
    private Tensor? _images;

    [GlobalSetup]
    public void Load()
    {
        NativeLibraries.EnsureLoaded();
        set_num_threads(1);
        _workload = new Workload(new ImageShape(1, 28, 28), 64);
        _images = randn(256, 1, 28, 28).DetachFromDisposeScope();
    }

    [Benchmark(Baseline = true)]
    public void ConvNet_training_step_256() => _workload!.Step();

    [Benchmark]
    public void Augment_256_images()
    {
        using var scope = NewDisposeScope();
        _augmentation.Apply(_images!, _augmentation.Draw(_random, 256, siamese: false));
    }

    [Benchmark]
    public void Append_an_event_to_the_log() => _log.Append(new CheckpointSaved(1));

    private sealed class InProcess : ManualConfig
    {
        public InProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
