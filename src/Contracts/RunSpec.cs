using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contracts;

/// <summary>What the user asked for: everything that decides the numbers of a run. JSON in camel case; unknown members are refused.</summary>
public sealed record RunSpec
{
    /// <summary>Characters of the longest <see cref="Name"/>.</summary>
    public const int LongestName = 120;

    /// <summary>A title for people. 1 to 120 characters. Default: "Untitled run".</summary>
    public string Name { get; init; } = "Untitled run";

    /// <summary>Purpose, expected time, expected accuracy ± tolerance: free text, shown as text. At most 4,000 characters. Default: empty.</summary>
    public string Notes { get; init; } = "";

    /// <summary>The real set. Default: the embedded demo set.</summary>
    public DataSpec Data { get; init; } = new();

    /// <summary>The distillation method and its options. Default: distribution-matching with its defaults.</summary>
    public ComponentSpec Method { get; init; } = new() { Name = "distribution-matching" };

    /// <summary>The network that makes the synthetic set, and the yardstick of the architecture gap. Default: convnet.</summary>
    public ComponentSpec TrainingNetwork { get; init; } = new() { Name = "convnet" };

    /// <summary>How the synthetic set is judged.</summary>
    public EvaluationSpec Evaluation { get; init; } = new();

    /// <summary>A batch of the mitigation lab instead of a distillation; null for a distillation. Default: null.</summary>
    public MitigationSpec? Mitigation { get; init; }

    /// <summary>The one number from which every random stream of the run is derived. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>"auto" (a GPU when there is one), "cpu" or "cuda:0", … Default: "auto".</summary>
    public string Device { get; init; } = "auto";

    /// <summary>CPU threads of the tensor library; 0 takes the server's setting. Part of the numbers: other counts round differently. Default: 0.</summary>
    public int Threads { get; init; }

    /// <summary>Iterations between two measured points. At least 1. Default: 1.</summary>
    public int ReportEvery { get; init; } = 1;

    /// <summary>Iterations between two stored frames of the synthetic images; the first and the last are always stored. At least 1. Default: 50.</summary>
    public int SaveEvery { get; init; } = 50;
}

/// <summary>Which real set, and how its images become tensors.</summary>
public sealed record DataSpec
{
    /// <summary>A source of the catalog ("fashion-mnist", "demo", "shapes", …) or the name of an entry found in a data folder. Default: "demo".</summary>
    public string Name { get; init; } = "demo";

    /// <summary>Where to look first: the name of an entry of a data folder, never a path. Default: none.</summary>
    public string? Location { get; init; }

    /// <summary>"standardize" (per channel), "zca" (kornia convention, eps 0.1) or "zca-frepo" (regularised). Default: "standardize".</summary>
    public string Preprocessing { get; init; } = "standardize";

    /// <summary>Side to which every image of an image folder is resized, in pixels; 0 keeps the size that all images share. Default: 0.</summary>
    public int ImageSize { get; init; }

    /// <summary>Share of the train set locked away for every selection, drawn per class with the seed. 0 to 0.5. Default: 0.1.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>At most so many train images per class, the first ones drawn with the seed; 0 takes all. Default: 0.</summary>
    public int TrainPerClass { get; init; }
}

/// <summary>Something of the catalog by name, with the options that differ from their defaults.</summary>
public sealed record ComponentSpec
{
    /// <summary>The catalog name, in kebab case.</summary>
    public string Name { get; init; } = "";

    /// <summary>Option name (camel case) to value. Absent options have their default.</summary>
    public IReadOnlyDictionary<string, JsonElement> Options { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>A short label that tells two variants apart: "resnet-10 (width 16)".</summary>
    [JsonIgnore]
    public string Label => Options.Count == 0
        ? Name
        : $"{Name} ({string.Join(", ", Options.OrderBy(option => option.Key, StringComparer.Ordinal).Select(option => $"{option.Key} {option.Value}"))})";
}

/// <summary>How a set is judged: each test network trained from scratch on it, again and again.</summary>
public sealed record EvaluationSpec
{
    /// <summary>The test networks. The training network is always among the judged. Default: none beside it.</summary>
    public IReadOnlyList<ComponentSpec> Networks { get; init; } = [];

    /// <summary>Independent trainings per network. 1 to 100. Default: 3.</summary>
    public int Repeats { get; init; } = 3;

    /// <summary>Epochs of each training on the set. The reference protocol takes 1000 with augmentation, 300 without. Default: 1000.</summary>
    public int Epochs { get; init; } = 1000;

    /// <summary>SGD learning rate, divided by ten once past half of the epochs. Default: 0.01.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Whether a set that carries a learned learning rate is trained with it instead. Default: true.</summary>
    public bool SyntheticLearningRate { get; init; } = true;

    /// <summary>SGD momentum. Default: 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>SGD weight decay. Default: 0.0005.</summary>
    public double WeightDecay { get; init; } = 0.0005;

    /// <summary>Images per optimiser step. Default: 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>DSA groups joined by underscores ("color_crop_cutout_flip_scale_rotate"), or "none". Default: the six groups.</summary>
    public string Augmentation { get; init; } = "color_crop_cutout_flip_scale_rotate";

    /// <summary>Augmentation groups drawn per batch. 1 to 6. Default: 1.</summary>
    public int OperationsPerBatch { get; init; } = 1;

    /// <summary>Whether a real random subset of the same size is judged by the same recipe. Default: true.</summary>
    public bool RandomBaseline { get; init; } = true;

    /// <summary>Whether the whole real set is judged too, for the recovery ratio. Costly. Default: false.</summary>
    public bool FullData { get; init; }

    /// <summary>Epochs of a training on the whole real set. Default: 30.</summary>
    public int FullDataEpochs { get; init; } = 30;

    /// <summary>Judge the training network also every so many iterations of the distillation; 0 judges at the end only. Default: 0.</summary>
    public int Every { get; init; }

    /// <summary>Epochs of the trainings during the distillation; 0 takes <see cref="Epochs"/>. Default: 0.</summary>
    public int EpochsDuring { get; init; }
}
