using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Distillation.GradientMatching;

/// <summary>
/// Options of <see cref="GradientMatching"/>. Defaults are DSA's published ones; DC has no augmentation and starts from noise.
/// </summary>
public sealed record GradientMatchingOptions
{
    /// <summary>Images per class. Default: 10.</summary>
    [Range(1, 1000), Description("Synthetic images per class.")]
    public int ImagesPerClass { get; init; } = 10;

    /// <summary>Iterations, each with a fresh random network. Default: 1000, as published.</summary>
    [Range(1, 200_000), Description("Iterations, each with a new random network.")]
    public int Iterations { get; init; } = 1000;

    /// <summary>Real images per class and outer step. Default: 256, as published.</summary>
    [Range(1, 4096), Description("Real images per class in each outer step; 32 is enough on a CPU.")]
    public int RealBatch { get; init; } = 256;

    /// <summary>Learning rate of the pixels. Default: 0.1, as published (0.01 with an MLP).</summary>
    [Range(1e-6, 1e4), Description("Learning rate of the synthetic pixels.")]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Momentum of the pixels. Default: 0.5, as published.</summary>
    [Range(0.0, 0.999), Description("Momentum of the synthetic pixels.")]
    public double Momentum { get; init; } = 0.5;

    /// <summary>Learning rate of the network between two outer steps. Default: 0.01, as published.</summary>
    [Range(1e-6, 10.0), Description("Learning rate of the network, between the outer steps, on the synthetic set.")]
    public double NetworkLearningRate { get; init; } = 0.01;

    /// <summary>Synthetic images per training step of the network. Default: 256, as published.</summary>
    [Range(1, 4096), Description("Synthetic images per training step of the network.")]
    public int NetworkBatch { get; init; } = 256;

    /// <summary>Matching steps per network. Default: 0, from <see cref="LoopTable"/>.</summary>
    [Range(0, 1000), Description("Matching steps per network; 0 takes the published number for these images per class.")]
    public int OuterLoop { get; init; }

    /// <summary>Epochs of the network between two matching steps. Default: 0, from <see cref="LoopTable"/>.</summary>
    [Range(0, 1000), Description("Training epochs of the network between two matching steps; 0 takes the published number.")]
    public int InnerLoop { get; init; }

    /// <summary>
    /// "layerwise" (one minus cosine of every output row), "squared" or "cosine" (of all gradients in one).
    /// Default: "layerwise", as published.
    /// </summary>
    [AllowedValues("layerwise", "squared", "cosine"), Description("How two gradients are compared: row by row, or all in one.")]
    public string Distance { get; init; } = "layerwise";

    /// <summary>"real" (random real images, as DSA) or "noise" (as DC). Default: "real".</summary>
    [AllowedValues("real", "noise"), Description("What the synthetic images start from.")]
    public string Initialization { get; init; } = "real";

    /// <summary>DSA groups joined by underscores, or "none", which is DC. Default: the six groups, which is DSA.</summary>
    [Description("Siamese augmentation groups joined by underscores, or none; digits leave out flip.")]
    public string Augmentation { get; init; } = "color_crop_cutout_flip_scale_rotate";

    /// <summary>Tiles per side of each stored image (multi-formation, IDC); 1 for none. Default: 1.</summary>
    [Range(1, 4), Description("Tiles per side of each stored image: 2 packs four enlarged images of a quarter of the detail into one.")]
    public int Tiles { get; init; } = 1;
}
