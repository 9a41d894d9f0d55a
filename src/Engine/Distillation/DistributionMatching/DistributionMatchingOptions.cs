using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Distillation.DistributionMatching;

/// <summary>Options of <see cref="DistributionMatching"/>. Defaults are the published ones, but for the iterations (20,000 there, far past the knee).</summary>
public sealed record DistributionMatchingOptions
{
    /// <summary>Images per class. Default: 10.</summary>
    [Range(1, 1000), Description("Synthetic images per class.")]
    public int ImagesPerClass { get; init; } = 10;

    /// <summary>Iterations, each with a fresh random network. Default: 1000 (published: 20,000).</summary>
    [Range(1, 200_000), Description("Iterations, each with a new random network.")]
    public int Iterations { get; init; } = 1000;

    /// <summary>Real images per class and iteration. Default: 256.</summary>
    [Range(1, 4096), Description("Real images per class in each iteration; 64 is enough on a CPU.")]
    public int RealBatch { get; init; } = 256;

    /// <summary>Learning rate of the pixels. Default: 1.0.</summary>
    [Range(1e-6, 1e4), Description("Learning rate of the synthetic pixels.")]
    public double LearningRate { get; init; } = 1.0;

    /// <summary>Momentum of the pixels. Default: 0.5.</summary>
    [Range(0.0, 0.999), Description("Momentum of the synthetic pixels.")]
    public double Momentum { get; init; } = 0.5;

    /// <summary>"real" (random real images) or "noise". Default: "real".</summary>
    [AllowedValues("real", "noise"), Description("What the synthetic images start from.")]
    public string Initialization { get; init; } = "real";

    /// <summary>DSA groups joined by underscores, or "none". Default: the six groups.</summary>
    [Description("Siamese augmentation groups joined by underscores, or none; digits leave out flip.")]
    public string Augmentation { get; init; } = "color_crop_cutout_flip_scale_rotate";

    /// <summary>Tiles per side of each stored image (multi-formation, IDC); 1 for none. Default: 1.</summary>
    [Range(1, 4), Description("Tiles per side of each stored image: 2 packs four enlarged images of a quarter of the detail into one.")]
    public int Tiles { get; init; } = 1;

    /// <summary>Networks of the pool; 0 for a fresh random network in each iteration, as published. Default: 0.</summary>
    [Range(0, 100), Description("Networks that are trained on the real set while the images match under them; 0 for a new random network in each iteration.")]
    public int PoolSize { get; init; }

    /// <summary>Steps after which a network of the pool begins anew. Default: 100.</summary>
    [Range(1, 100_000), Description("Training steps after which a network of the pool begins anew.")]
    public int PoolUpdates { get; init; } = 100;

    /// <summary>Learning rate of the pool's networks. Default: 0.01.</summary>
    [Range(1e-6, 10.0), Description("Learning rate of the networks of the pool, which are trained on the real set.")]
    public double NetworkLearningRate { get; init; } = 0.01;
}
