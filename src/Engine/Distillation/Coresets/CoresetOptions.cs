using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Distillation.Coresets;

/// <summary>Options of <see cref="Coreset"/>, whatever its rule.</summary>
/// <remarks>The published tables do not tell how long the network was trained: the defaults of the training are ours.</remarks>
public sealed record CoresetOptions
{
    /// <summary>Images per class. Default: 10.</summary>
    [Range(1, 1000), Description("Real images taken per class.")]
    public int ImagesPerClass { get; init; } = 10;

    /// <summary>Epochs of the network that gives the features, on the real set. Default: 5.</summary>
    [Range(0, 1000), Description("Training epochs, on the real set, of the network that gives the features.")]
    public int TrainingEpochs { get; init; } = 5;

    /// <summary>Learning rate of that training, with momentum 0.9. Default: 0.01.</summary>
    [Range(1e-6, 10.0), Description("Learning rate of the network that gives the features.")]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Images per step of that training. Default: 256.</summary>
    [Range(1, 4096), Description("Real images per training step of the network that gives the features.")]
    public int BatchSize { get; init; } = 256;
}
