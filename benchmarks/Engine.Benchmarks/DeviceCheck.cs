using System.Globalization;
using System.Text.Json;
using Contracts;
using Engine.Data;
using Engine.Networks;
using Engine.Numerics;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Benchmarks;

/// <summary>
/// Does the engine compute on a device what PyTorch computes there? Writes weights, images and derivatives to an .npz that
/// benchmarks/gpu/compare.py computes again; then applies every augmentation there and here, and executes a small run.
/// </summary>
internal static class DeviceCheck
{
    private const int Batch = 32;
    private const double Tolerance = 1e-4;
    private static readonly ImageShape Shape = new(3, 32, 32);

    public static int Run(string[] arguments)
    {
        var options = DeviceOptions.Parse(arguments);
        var device = options.Open();
        Write($"device {device}, libtorch {__version__}, {options.Threads} threads");
        File.WriteAllBytes(options.Text("--out") ?? "device-check.npz", Derivatives(device));
        var augments = AugmentsAlike(device);
        var runs = RunCompletes(options);
        return augments && runs ? 0 : 1;
    }

    /// <summary>Forward, first and second derivatives of a ConvNet-3 of width 128, in full float32.</summary>
    private static byte[] Derivatives(Device device)
    {
        using var scope = NewDisposeScope();
        backends.cudnn.allow_tf32 = false;
        backends.cuda.matmul.allow_tf32 = false;
        using var random = new Seeds(7).Generator("check");
        using var network = Network.Create(new ComponentSpec { Name = "convnet" }, Shape, 10, random, device);
        var images = randn([Batch, Shape.Channels, Shape.Height, Shape.Width], generator: random).to(device).requires_grad_(true);
        var labels = (arange(Batch, dtype: ScalarType.Int64) % 10).to(device);
        var logits = network.Forward(images, training: true);
        var loss = nn.functional.cross_entropy(logits, labels);
        var first = Gradients.OfAll(loss, network.Parameters, createGraph: true);
        var norm = first.Select(gradient => gradient.square().sum()).Aggregate((sum, part) => sum + part);
        var second = Gradients.Of(norm, [images, .. network.Parameters], createGraph: false);
        using var npz = new NpzWriter();
        npz.Add("images", images);
        npz.Add("labels", labels);
        npz.Add("logits", logits);
        npz.Add("loss", loss);
        npz.Add("norm", norm);
        Add(npz, "parameter", network.Parameters);
        Add(npz, "first", first);
        Add(npz, "second", second);
        return npz.Finish();
    }

    private static void Add(NpzWriter npz, string name, IReadOnlyList<Tensor> tensors)
    {
        for (var i = 0; i < tensors.Count; i++) npz.Add(string.Create(CultureInfo.InvariantCulture, $"{name}{i:D2}"), tensors[i]);
    }

    /// <summary>The same draw of each group, applied on the device and on the CPU.</summary>
    private static bool AugmentsAlike(Device device)
    {
        var largest = 0.0;
        foreach (var group in DiffAugment.Parse("color_crop_cutout_flip_scale_rotate").Groups)
        {
            using var scope = NewDisposeScope();
            using var random = new Seeds(8).Generator("augmentation");
            var images = randn([Batch, Shape.Channels, Shape.Height, Shape.Width], generator: random);
            var augmentation = DiffAugment.Parse(group.ToString().ToLowerInvariant());
            var draw = augmentation.Draw(new Seeds(9).Random("draw"), Batch, siamese: false);
            var (there, here) = (augmentation.Apply(images.to(device), draw).cpu(), augmentation.Apply(images, draw));
            var difference = (there - here).abs().max().item<float>();
            largest = Math.Max(largest, difference);
        }

        Write($"augmentations on {device} and on the CPU differ by {largest:E1} at most");
        return largest < Tolerance;
    }

    /// <summary>A whole run on made images: every tensor of the engine must find its way to the device and back.</summary>
    private static bool RunCompletes(DeviceOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("device-check-");
        try
        {
            var spec = new RunSpec
            {
                Data = new DataSpec { Name = "shapes", ImageSize = 32, TrainPerClass = 40 },
                Method = new ComponentSpec { Name = "distribution-matching", Options = Options(("iterations", 4), ("realBatch", 16)) },
                Evaluation = new EvaluationSpec
                {
                    Networks = [new ComponentSpec { Name = "resnet-10", Options = Options(("width", 16)) }],
                    Repeats = 1,
                    Epochs = 4,
                },
                Device = options.Device,
            };
            using var control = new RunControl();
            var log = new RunLog(TimeProvider.System);
            var settings = new EngineSettings { LibTorch = options.LibTorch, Threads = options.Threads };
            new Runner(settings, TimeProvider.System).Execute(spec, log, control, folder.FullName);
            var end = (RunEnded)log.Snapshot()[^1];
            var accuracies = log.Snapshot().OfType<NetworkEvaluated>()
                .Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Network} on {e.Set} {e.Accuracy:P0}"));
            Write($"a run on {options.Device}: {end.Status} {end.Reason} ({string.Join(", ", accuracies)})");
            return end.Status == RunStatus.Completed;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Dictionary<string, JsonElement> Options(params (string Name, int Value)[] values) =>
        values.ToDictionary(value => value.Name, value => JsonSerializer.SerializeToElement(value.Value));

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
