using System.Text.Json;
using Contracts;

namespace Dashboard.Client.Forms;

/// <summary>The fields of a spec that no component brings: defaults are read from the records themselves.</summary>
internal static class SpecFields
{
    private static readonly JsonElement Spec = JsonSerializer.SerializeToElement(new RunSpec(), ContractsJson.Default.RunSpec);

    public static readonly IReadOnlyList<OptionField> About =
    [
        Of("", "name", "Name", OptionKind.Text, "A title for people."),
        Of("", "notes", "Notes", OptionKind.Text, "Purpose, expected time and accuracy."),
    ];

    public static readonly IReadOnlyList<OptionField> Data =
    [
        Of("data", "preprocessing", "Preprocessing", OptionKind.Choice, "How images become tensors.", choices: ["standardize", "zca", "zca-frepo"]),
        Of("data", "validationFraction", "Validation share", OptionKind.Number, "Share of the train set locked away for selection.", 0, 0.5),
        Of("data", "trainPerClass", "Train images per class", OptionKind.Integer, "0 takes all.", 0),
        Of("data", "imageSize", "Image size", OptionKind.Integer, "Side in pixels for image folders; 0 keeps it.", 0),
    ];

    public static readonly IReadOnlyList<OptionField> Evaluation =
    [
        Of("evaluation", "repeats", "Repeats", OptionKind.Integer, "Independent trainings per network.", 1, 100),
        Of("evaluation", "epochs", "Epochs", OptionKind.Integer, "Epochs of each training on the set.", 1),
        Of("evaluation", "learningRate", "Learning rate", OptionKind.Number, "Divided by ten past half of the epochs.", 0),
        Of("evaluation", "syntheticLearningRate", "Synthetic learning rate", OptionKind.Boolean, "A set that learned a rate is trained with it instead."),
        Of("evaluation", "momentum", "Momentum", OptionKind.Number, "", 0, 1),
        Of("evaluation", "weightDecay", "Weight decay", OptionKind.Number, "", 0),
        Of("evaluation", "batchSize", "Batch size", OptionKind.Integer, "Images per optimiser step.", 1),
        Of("evaluation", "augmentation", "Augmentation", OptionKind.Text, "Groups joined by underscores, or none."),
        Of("evaluation", "operationsPerBatch", "Operations per batch", OptionKind.Integer, "Augmentation groups drawn per batch.", 1, 6),
        Of("evaluation", "randomBaseline", "Random baseline", OptionKind.Boolean, "Judge a real random subset of the same size too."),
        Of("evaluation", "fullData", "Full data", OptionKind.Boolean, "Judge the whole real set too. Costly."),
        Of("evaluation", "fullDataEpochs", "Full data epochs", OptionKind.Integer, "", 1),
        Of("evaluation", "every", "Evaluate every", OptionKind.Integer, "Iterations between evaluations of the training network; 0 judges at the end only.", 0),
        Of("evaluation", "epochsDuring", "Epochs during the run", OptionKind.Integer, "0 takes the same as at the end.", 0),
    ];

    public static IReadOnlyList<OptionField> Execution(IEnumerable<string> devices) =>
    [
        Of("", "seed", "Seed", OptionKind.Integer, "Every random stream of the run comes from it."),
        Of("", "device", "Device", OptionKind.Choice, "Where to run.", choices: ["auto", .. devices]),
        Of("", "threads", "CPU threads", OptionKind.Integer, "0 takes the server's setting.", 0),
        Of("", "reportEvery", "Report every", OptionKind.Integer, "Iterations between two measured points.", 1),
        Of("", "saveEvery", "Save images every", OptionKind.Integer, "Iterations between two stored frames.", 1),
    ];

    /// <summary>A field whose default is the value of a member of a section.</summary>
    public static OptionField Of(
        JsonElement section, string name, string title, OptionKind kind, string help, double? least = null, double? most = null,
        IReadOnlyList<string>? choices = null) =>
        new(name, title, kind, section.GetProperty(name), help, least, most, choices ?? []);

    private static OptionField Of(
        string section, string name, string title, OptionKind kind, string help, double? least = null, double? most = null, IReadOnlyList<string>? choices = null) =>
        Of(section.Length == 0 ? Spec : Spec.GetProperty(section), name, title, kind, help, least, most, choices);
}
