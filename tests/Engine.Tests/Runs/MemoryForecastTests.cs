using Contracts;
using Engine.Data;
using Engine.Distillation;
using Engine.Distillation.DistributionMatching;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Tests.Runs;

public sealed class MemoryForecastTests : IDisposable
{
    private readonly RunSpec _spec = EngineRun.Small();
    private readonly ImageDataset _real;

    public MemoryForecastTests()
    {
        var seeds = new Seeds(0);
        _real = ImageDataset.From(DataSets.Load(_spec.Data, new EngineSettings(), seeds), _spec.Data, seeds, CPU);
    }

    [Fact]
    public void More_images_a_wider_network_and_tiles_need_more_and_what_is_there_is_counted_once()
    {
        var few = Peak(new DistributionMatchingOptions { ImagesPerClass = 100 }, 8);
        Assert.True(Peak(new DistributionMatchingOptions { ImagesPerClass = 400 }, 8) > 2 * few);
        Assert.True(Peak(new DistributionMatchingOptions { ImagesPerClass = 100 }, 64) > 4 * few);
        Assert.True(Peak(new DistributionMatchingOptions { ImagesPerClass = 100, Tiles = 2 }, 8) > 2 * few);
        Assert.Equal(few + 500, Peak(new DistributionMatchingOptions { ImagesPerClass = 100 }, 8, present: 500), 9);
    }

    [Fact]
    public void What_a_CPU_fuses_is_counted_on_a_GPU()
    {
        var many = new DistributionMatchingOptions { ImagesPerClass = 1000 };
        double On(TorchSharp.DeviceType device, string norm) => Of(many, 64, 0, device: device, norm: norm).Peak;

        Assert.True(On(TorchSharp.DeviceType.CUDA, "instance") > 1.1 * On(TorchSharp.DeviceType.CPU, "instance"));
        Assert.Equal(On(TorchSharp.DeviceType.CUDA, "batch"), On(TorchSharp.DeviceType.CPU, "batch"));
    }

    [Fact]
    public void The_advice_names_what_weighs_most()
    {
        Assert.Contains("imagesPerClass", Advice(1000, batch: 1), StringComparison.Ordinal);
        Assert.Contains("convnet", Advice(1, batch: 60_000), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_cannot_fit_ends_before_it_starts_with_what_to_lower()
    {
        var spec = _spec with
        {
            Method = new ComponentSpec
            {
                Name = "distribution-matching",
                Options = EngineRun.Options(("imagesPerClass", 16), ("iterations", 1), ("realBatch", 8)),
            },
            TrainingNetwork = new ComponentSpec { Name = "convnet", Options = EngineRun.Options(("width", 1024), ("depth", 3)) },
            Data = _spec.Data with { ImageSize = 256 },
        };
        using var run = new EngineRun().Execute(spec);
        Assert.Equal(RunStatus.Failed, run.End.Status);
        Assert.Matches("need about [0-9,]+ MiB more memory, and [0-9,]+ MiB are free. Lower ", run.End.Reason);
        Assert.Empty(run.Events.OfType<Measured>());
    }

    public void Dispose() => _real.Dispose();

    private double Peak(DistributionMatchingOptions options, int width, double present = 0) => Of(options, width, present).Peak;

    private string Advice(int imagesPerClass, int batch) =>
        Of(new DistributionMatchingOptions { ImagesPerClass = imagesPerClass }, 8, 0, batch).Advice;

    private (double Peak, double Present, string Advice) Of(
        DistributionMatchingOptions options, int width, double present, int batch = 1, TorchSharp.DeviceType device = TorchSharp.DeviceType.CPU,
        string norm = "instance") =>
        MemoryForecast.Of(
            _spec with
            {
                TrainingNetwork = new ComponentSpec { Name = "convnet", Options = EngineRun.Options(("width", width), ("norm", norm)) },
                Evaluation = _spec.Evaluation with { BatchSize = batch },
            },
            _real, new DistributionMatching(options), present, device);
}
