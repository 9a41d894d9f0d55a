using Engine.Data;
using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>The loss of a batch.</summary>
/// <param name="x">The images as the network saw them.</param>
/// <param name="logits">What it said, [N, classes].</param>
/// <param name="targets">Class indices [N] or label vectors [N, classes].</param>
internal delegate Tensor Objective(Tensor x, Tensor logits, Tensor targets);

/// <summary>All choices of a training on a set.</summary>
internal sealed record TrainingPlan
{
    /// <summary>Passes over the set.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>What happens to each batch.</summary>
    public required DiffAugment Augmentation { get; init; }

    /// <summary>Augmentation groups drawn per batch.</summary>
    public int OperationsPerBatch { get; init; } = 1;

    /// <summary>Makes the optimiser of some parameters.</summary>
    public required Func<IReadOnlyList<Tensor>, IOptimizer> Optimizer { get; init; }

    /// <summary>The learning rate of a step.</summary>
    public required Func<TrainingTime, double> LearningRate { get; init; }

    /// <summary>Whether the optimiser forgets its moments before an epoch. Default: never.</summary>
    public Func<int, bool> Forgets { get; init; } = _ => false;

    /// <summary>Keep rate of DropPath in an epoch. Default: 1, no DropPath.</summary>
    public Func<int, double> KeepRate { get; init; } = _ => 1;

    /// <summary>Dropout before the classifier. Default: 0.</summary>
    public double Dropout { get; init; }

    /// <summary>Mixing of images and labels; null for none.</summary>
    public Mixing? Mixing { get; init; }

    /// <summary>What is minimised. Default: cross-entropy.</summary>
    public Objective Objective { get; init; } = (_, logits, targets) => nn.functional.cross_entropy(logits, targets);
}
