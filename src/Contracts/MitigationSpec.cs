namespace Contracts;

/// <summary>A batch of the mitigation lab: test networks × recipes × repeats, trained on one set that exists already.</summary>
/// <remarks>
/// A run with this section distils nothing: <see cref="RunSpec.Method"/> and <see cref="RunSpec.Evaluation"/> must be left at their
/// defaults. <see cref="RunSpec.Data"/> names the real set that judges (its preprocessing is the space of the set's images) and
/// <see cref="RunSpec.TrainingNetwork"/> the network that made the set: the yardstick of the gap and, unless another is named, the teacher.
/// </remarks>
public sealed record MitigationSpec
{
    /// <summary>The set that is trained on.</summary>
    public SetSpec Set { get; init; } = new();

    /// <summary>The test networks. 1 to 32.</summary>
    public IReadOnlyList<ComponentSpec> Networks { get; init; } = [];

    /// <summary>
    /// The recipes, 1 to 32. One that is based on "baseline" is trained too when none is named: a gain needs its baseline.
    /// </summary>
    public IReadOnlyList<RecipeSpec> Recipes { get; init; } = [];

    /// <summary>
    /// The budget B in epochs, the paper's 1000: a recipe without DropPath takes B, one with it 4B. 8 to 100,000. Default: 1000.
    /// </summary>
    public int BaseEpochs { get; init; } = 1000;

    /// <summary>Independent trainings per cell; repeat r has the same weights, order and random subset for every recipe. 1 to 100. Default: 3.</summary>
    public int Repeats { get; init; } = 3;

    /// <summary>The teacher of recipes with knowledge distillation.</summary>
    public TeacherSpec Teacher { get; init; } = new();

    /// <summary>
    /// Whether a real random subset of the same size is trained on by every recipe too. It is not when the set is itself one. Default: true.
    /// </summary>
    public bool RandomControl { get; init; } = true;

    /// <summary>Whether every network is trained on the whole real set by the baseline recipe too. Costly. Default: false.</summary>
    public bool FullData { get; init; }

    /// <summary>Epochs of a training on the whole real set. 1 to 10,000. Default: 30.</summary>
    public int FullDataEpochs { get; init; } = 30;

    /// <summary>What is measured while a network trains.</summary>
    public EvidenceSpec Evidence { get; init; } = new();
}

/// <summary>The set that a batch trains on, from one of three sources.</summary>
public sealed record SetSpec
{
    /// <summary>"run" (a synthetic set that a run stored), "file" (an imported one) or "real" (a limited real subset). Default: "run".</summary>
    public string Source { get; init; } = "run";

    /// <summary>Source "run": the id of the run. The set is copied when the batch is submitted, so that run may be deleted later.</summary>
    public string? Run { get; init; }

    /// <summary>Source "run": the iteration after which the set was stored; null for the newest. Default: null.</summary>
    public int? Iteration { get; init; }

    /// <summary>
    /// Source "run": the artefact that was copied, named by the hash of its content. Filled in when the batch is submitted.
    /// </summary>
    public string? Artifact { get; init; }

    /// <summary>
    /// Source "file": name of an entry of a data folder, never a path: an .npz, a .pt of images, or a folder or archive of class folders.
    /// </summary>
    public string? File { get; init; }

    /// <summary>Source "file": the entry with the labels, for a .pt of images. Default: none.</summary>
    public string? Labels { get; init; }

    /// <summary>Source "real": images per class, drawn anew for each repeat; 0 takes <see cref="Fraction"/> instead. Default: 0.</summary>
    public int ImagesPerClass { get; init; }

    /// <summary>Source "real": share of each class of the train set, at least one image of each. 0 to 1. Default: 0.</summary>
    public double Fraction { get; init; }
}

/// <summary>One recipe of a batch: a recipe of the catalog and the options that differ. Also what is saved and shared as JSON.</summary>
public sealed record RecipeSpec
{
    /// <summary>Its name in this batch, in kebab case; unique in a batch. A catalog name alone is a whole recipe: { "name": "full" }.</summary>
    public string Name { get; init; } = "";

    /// <summary>The catalog recipe it starts from; empty for the one of the same name. Default: empty.</summary>
    public string Base { get; init; } = "";

    /// <summary>Option name (camel case) to value; absent options have the value of the catalog recipe.</summary>
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement> Options { get; init; } = new Dictionary<string, System.Text.Json.JsonElement>();

    /// <summary>The catalog recipe and the options, as other components are named.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ComponentSpec Component => new() { Name = Base.Length == 0 ? Name : Base, Options = Options };
}

/// <summary>The teacher of knowledge distillation: small, and trained on the very set that its students see.</summary>
public sealed record TeacherSpec
{
    /// <summary>The teacher's network; null takes the training network. Default: null.</summary>
    public ComponentSpec? Network { get; init; }

    /// <summary>
    /// Entry of a data folder with the teacher's weights (.safetensors, as a batch stores them); null trains the teacher by the baseline
    /// recipe. Default: null.
    /// </summary>
    public string? Checkpoint { get; init; }
}

/// <summary>What is measured while a network trains, to see why a recipe works. Nothing here changes a training.</summary>
public sealed record EvidenceSpec
{
    /// <summary>Points of each curve, evenly spread over the epochs; validation accuracy is taken at each. 2 to 200. Default: 20.</summary>
    public int Points { get; init; } = 20;

    /// <summary>Validation images, at most and spread over the classes, for curves and for the best epoch. 10 to 100,000. Default: 1000.</summary>
    public int ValidationImages { get; init; } = 1000;

    /// <summary>Sub-networks drawn at each point whose validation accuracy (on 200 images) is compared; 0 for none. 0 to 64. Default: 8.</summary>
    public int SubNetworks { get; init; } = 8;

    /// <summary>Whether the largest eigenvalue of the loss's Hessian is estimated at each point: smoothness. Costly. Default: false.</summary>
    public bool Hessian { get; init; }
}
