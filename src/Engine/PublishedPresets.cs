using System.Globalization;
using System.Text.Json;
using Contracts;

namespace Engine;

/// <summary>The published settings of each method, data set and number of images per class, as specs: what a paper ran, not what a CPU can.</summary>
/// <remarks>
/// Sources: the authors' code and its tables (Zhao et al. for DC, DSA and DM; Cazenavette et al. with the settings of DC-BENCH for MTT; Zhou et
/// al. for FRePo). Expected accuracies are the papers' ConvNet figures in percent. What no paper ran has no preset.
/// </remarks>
internal static class PublishedPresets
{
    private const string Photographs = "color_crop_cutout_flip_scale_rotate";
    private const string Digits = "color_crop_cutout_scale_rotate";

    private static readonly int[] Sizes = [1, 10, 50];

    private static readonly (string Name, string Title, string Augmentation)[] Sets =
    [
        ("mnist", "MNIST", Digits), ("fashion-mnist", "Fashion-MNIST", Photographs), ("cifar10", "CIFAR-10", Photographs),
        ("cifar100", "CIFAR-100", Photographs), ("tiny-imagenet", "Tiny ImageNet", Photographs),
    ];

    /// <summary>Published, but we did not look the figures up again: the preset tells none.</summary>
    private static readonly double[] Unchecked = [double.NaN, double.NaN, double.NaN];

    /// <summary>Published accuracies by method and data set, for 1, 10 and 50 images per class; 0 where none was published.</summary>
    private static readonly Dictionary<(string Method, string Set), double[]> Expected = new()
    {
        [("DC", "mnist")] = [91.7, 97.4, 98.8],
        [("DC", "fashion-mnist")] = [70.5, 82.3, 83.6],
        [("DC", "cifar10")] = [28.3, 44.9, 53.9],
        [("DC", "cifar100")] = [12.8, 25.2, 0],
        [("DSA", "mnist")] = [88.7, 97.8, 99.2],
        [("DSA", "fashion-mnist")] = [70.6, 84.6, 88.7],
        [("DSA", "cifar10")] = [28.8, 52.1, 60.6],
        [("DSA", "cifar100")] = [13.9, 32.3, 42.8],
        [("DM", "mnist")] = Unchecked,
        [("DM", "fashion-mnist")] = Unchecked,
        [("DM", "cifar10")] = [26.0, 48.9, 63.0],
        [("DM", "cifar100")] = [11.4, 29.7, 43.6],
        [("DM", "tiny-imagenet")] = [3.9, 12.9, 24.1],
        [("MTT", "cifar10")] = [46.3, 65.3, 71.6],
        [("MTT", "cifar100")] = [24.3, 40.1, 47.7],
        [("MTT", "tiny-imagenet")] = [8.8, 23.2, 28.0],
        [("FRePo", "mnist")] = Unchecked,
        [("FRePo", "fashion-mnist")] = Unchecked,
        [("FRePo", "cifar10")] = [46.8, 65.5, 71.7],
        [("FRePo", "cifar100")] = [28.7, 42.5, 44.3],
        [("FRePo", "tiny-imagenet")] = [15.4, 25.4, 0],
    };

    /// <summary>N, M, T⁺, rate of the pixels, rate of α, α at the start, whether ZCA, images per step (0 for all), for 1, 10 and 50 images per class.</summary>
    private static readonly Dictionary<string, (int N, int M, int T, double Pixels, double Rate, double Start, bool Zca, int Batch)[]> Trajectories = new()
    {
        ["cifar10"] = [(50, 2, 2, 100, 1e-7, .01, true, 0), (30, 2, 20, 100, 1e-5, .001, true, 0), (30, 2, 40, 1000, 1e-5, .001, false, 0)],
        ["cifar100"] = [(20, 3, 20, 1000, 1e-5, .01, true, 0), (20, 2, 20, 1000, 1e-5, .01, false, 0), (80, 2, 40, 1000, 1e-5, .01, true, 125)],
        ["tiny-imagenet"] = [(10, 2, 10, 1e4, 1e-4, .01, false, 0), (20, 2, 40, 1e4, 1e-4, .01, false, 200), (20, 2, 40, 1e4, 1e-4, .01, false, 300)],
    };

    /// <summary>Every preset: data set by data set, then by images per class.</summary>
    public static IReadOnlyList<RunSpec> All { get; } =
    [
        .. from set in Sets
           from size in Enumerable.Range(0, Sizes.Length)
           from spec in new[] { Dc(set, size), Dsa(set, size), Dm(set, size), Mtt(set, size), Frepo(set, size) }
           where spec is not null
           select spec,
    ];

    /// <summary>Where to begin with a data set that no paper ran; the name of the data set is left empty.</summary>
    public static IReadOnlyList<RunSpec> RulesOfThumb { get; } =
    [
        .. from size in Sizes
           from method in new[]
           {
               new ComponentSpec { Name = "distribution-matching", Options = Options(("imagesPerClass", size), ("iterations", 300), ("realBatch", 64)) },
               new ComponentSpec { Name = "gradient-matching", Options = Options(("imagesPerClass", size), ("iterations", 100), ("realBatch", 32)) },
               new ComponentSpec { Name = "crop-selection", Options = Options(("imagesPerClass", size)) },
           }
           select new RunSpec
           {
               Name = $"Rule of thumb, {size} per class: {method.Name}",
               Notes = "Purpose: a first try on a data set that no paper ran. A rule of thumb, not a measured setting: small real batches and few "
                   + "iterations, far past the steepest part of the curve on the sets that we know.\nExpected: nobody knows; compare it with the random subset.",
               Data = new DataSpec { Name = "" },
               Method = method,
               Evaluation = new EvaluationSpec { Epochs = 300 },
           },
    ];

    private static RunSpec? Dc((string Name, string Title, string Augmentation) set, int size) => Preset("DC", set, size, new ComponentSpec
    {
        Name = "gradient-matching",
        Options = Options(("imagesPerClass", Sizes[size]), ("iterations", 1000), ("initialization", "noise"), ("augmentation", "none")),
    }) is { } spec
        ? spec with
        {
            Evaluation = spec.Evaluation with { Epochs = set.Name == "mnist" ? 1000 : 300, Augmentation = set.Name == "mnist" ? "crop_scale_rotate" : "none" },
        }
        : null;

    private static RunSpec? Dsa((string Name, string Title, string Augmentation) set, int size) => Preset("DSA", set, size, new ComponentSpec
    {
        Name = "gradient-matching",
        Options = Options(("imagesPerClass", Sizes[size]), ("iterations", 1000), ("augmentation", set.Augmentation)),
    });

    private static RunSpec? Dm((string Name, string Title, string Augmentation) set, int size) => Preset("DM", set, size, new ComponentSpec
    {
        Name = "distribution-matching",
        Options = Options(("imagesPerClass", Sizes[size]), ("iterations", 20_000), ("augmentation", set.Augmentation)),
    });

    private static RunSpec? Mtt((string Name, string Title, string Augmentation) set, int size)
    {
        if (!Trajectories.TryGetValue(set.Name, out var table)) return null;
        var row = table[size];
        return Preset("MTT", set, size, new ComponentSpec
        {
            Name = "trajectory-matching",
            Options = Options(
                ("imagesPerClass", Sizes[size]), ("iterations", 5000), ("expertCount", 100), ("expertEpochCount", 50), ("syntheticSteps", row.N),
                ("expertEpochs", row.M), ("maxStartEpoch", row.T), ("learningRate", row.Pixels), ("learningRateRate", row.Rate),
                ("startLearningRate", row.Start), ("batchSize", row.Batch), ("augmentation", set.Augmentation)),
        }, row.Zca ? "zca" : "standardize");
    }

    private static RunSpec? Frepo((string Name, string Title, string Augmentation) set, int size)
    {
        var colour = set.Name is not ("mnist" or "fashion-mnist");
        return Preset("FRePo", set, size, new ComponentSpec
        {
            Name = "neural-feature-regression",
            Options = Options(
                ("imagesPerClass", Sizes[size]), ("iterations", 500_000), ("learningRate", 3e-4),
                ("flip", set.Name == "cifar10" || colour && size == 0)),
        }, colour ? "zca-frepo" : "standardize");
    }

    /// <summary>A spec with what all of them share; null where no paper ran it.</summary>
    private static RunSpec? Preset(
        string paper, (string Name, string Title, string Augmentation) set, int size, ComponentSpec method, string preprocessing = "standardize")
    {
        var expected = Expected.GetValueOrDefault((paper, set.Name))?[size] ?? 0;
        if (expected == 0) return null;
        var iterations = method.Options["iterations"].GetInt32();
        return new RunSpec
        {
            Name = $"{set.Title}, {Sizes[size]} per class: {paper} as published",
            Notes = "Purpose: the paper's own settings; hours on a GPU, days on a CPU."
                + (double.IsNaN(expected) ? "" : string.Create(CultureInfo.InvariantCulture, $"\nExpected (published, ConvNet): {expected:0.0} %.")),
            Data = new DataSpec { Name = set.Name, Preprocessing = preprocessing },
            Method = method,
            TrainingNetwork = new ComponentSpec
            {
                Name = "convnet",
                Options = set.Name == "tiny-imagenet" ? Options(("depth", 4)) : new Dictionary<string, JsonElement>(),
            },
            Evaluation = new EvaluationSpec { Repeats = 5, Epochs = 1000, Augmentation = set.Augmentation },
            ReportEvery = Math.Max(1, iterations / 20_000),
            SaveEvery = iterations / 20,
        };
    }

    private static Dictionary<string, JsonElement> Options(params (string Name, object Value)[] values) =>
        values.ToDictionary(value => value.Name, value => JsonSerializer.SerializeToElement(value.Value));
}
