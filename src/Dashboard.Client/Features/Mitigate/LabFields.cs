using System.Text.Json;
using Contracts;
using Dashboard.Client.Forms;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>The fields of a batch that no component brings: defaults are read from the records themselves.</summary>
internal static class LabFields
{
    private static readonly JsonElement Batch = JsonSerializer.SerializeToElement(new MitigationSpec(),
        ContractsJson.Default.Of<MitigationSpec>());

    public static readonly IReadOnlyList<OptionField> RealSubset =
    [
        SpecFields.Of(Batch.GetProperty("set"), "imagesPerClass", "Images per class", OptionKind.Integer,
            "Drawn anew for each repeat; 0 takes the share.", 0, 100_000),
        SpecFields.Of(Batch.GetProperty("set"), "fraction", "Share of the train set", OptionKind.Number,
            "Of each class, at least one image.", 0, 1),
    ];

    public static readonly IReadOnlyList<OptionField> Budget =
    [
        SpecFields.Of(Batch, "baseEpochs", "Base epochs", OptionKind.Integer,
            "A recipe without DropPath takes so many epochs, one with it four times as many.", 8, 100_000),
        SpecFields.Of(Batch, "repeats", "Repeats", OptionKind.Integer,
            "Trainings per cell; one repeat starts from the same weights by every recipe.", 1, 100),
        SpecFields.Of(Batch, "randomControl", "Random control", OptionKind.Boolean, "Train on a real random subset of the same size too."),
        SpecFields.Of(Batch, "fullData", "Full data", OptionKind.Boolean, "Train every network on the whole real set too. Costly."),
        SpecFields.Of(Batch, "fullDataEpochs", "Full data epochs", OptionKind.Integer, "Epochs of a training on the whole real set.",
            1, 10_000),
    ];

    public static readonly IReadOnlyList<OptionField> Evidence =
    [
        SpecFields.Of(Batch.GetProperty("evidence"), "points", "Points of each curve", OptionKind.Integer,
            "Evenly spread over the epochs.", 2, 200),
        SpecFields.Of(Batch.GetProperty("evidence"), "validationImages", "Validation images", OptionKind.Integer,
            "At most, for curves and for the best epoch.", 10, 100_000),
        SpecFields.Of(Batch.GetProperty("evidence"), "subNetworks", "Sub-networks", OptionKind.Integer,
            "Drawn at each point to see how far they differ; 0 for none.", 0, 64),
        SpecFields.Of(Batch.GetProperty("evidence"), "hessian", "Largest Hessian eigenvalue", OptionKind.Boolean,
            "How sharp the loss is, at each point. Costly."),
    ];
}
