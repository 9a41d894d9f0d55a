using Engine.Data;
using Engine.Training;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Engine.Evaluation;

/// <summary>What a network is trained on.</summary>
/// <param name="Images">[N, C, H, W], without a graph.</param>
/// <param name="Targets">What the objective takes: class indices [N], or label vectors [N, classes].</param>
/// <param name="Labels">Class indices [N], for the train accuracy.</param>
internal sealed record Material(Tensor Images, Tensor Targets, Tensor Labels)
{
    /// <summary>
    /// Share of the protocol's rate under ½‖z − y‖²: its curvature grows with the features, where cross-entropy's is bounded (docs/adr/0013).
    /// </summary>
    private const double SquaredErrorRate = 0.3;

    /// <summary>The loss that goes with the targets; null for cross-entropy.</summary>
    public Objective? Objective { get; init; }

    /// <summary>A learning rate that was learned with the images; null for none.</summary>
    public double? LearningRate { get; init; }

    /// <summary>What the protocol's learning rate is multiplied by. Default: 1.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>A set with its native labels, loss and learning rate.</summary>
    public static Material Of(SyntheticSet set)
    {
        var targets = (set.SoftLabels?.detach(), set.LabelLoss) switch
        {
            (null, _) => set.Labels,
            ({ } vectors, LabelLoss.SquaredError) => vectors,
            ({ } logits, _) => F.softmax(logits, 1),
        };
        var squared = set.SoftLabels is not null && set.LabelLoss == LabelLoss.SquaredError;
        return new Material(set.Images.detach(), targets, set.Labels)
        {
            Objective = squared ? (_, logits, vectors) => HalfSquaredError.Of(logits, vectors) : null,
            RateFactor = squared ? SquaredErrorRate : 1,
            LearningRate = set.LearningRate?.item<float>(),
        };
    }
}
