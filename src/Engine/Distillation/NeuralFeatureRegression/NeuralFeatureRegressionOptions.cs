using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Distillation.NeuralFeatureRegression;

/// <summary>Options of <see cref="NeuralFeatureRegression"/>. Defaults are the published ones, but for the iterations and the rate that goes with them.</summary>
public sealed record NeuralFeatureRegressionOptions
{
    /// <summary>Images per class. Default: 10.</summary>
    [Range(1, 1000), Description("Synthetic images per class.")]
    public int ImagesPerClass { get; init; } = 10;

    /// <summary>Iterations, each with one network of the pool. Default: 1000 (published: 500,000).</summary>
    [Range(1, 1_000_000), Description("Iterations, each with one network of the pool.")]
    public int Iterations { get; init; } = 1000;

    /// <summary>Real images per iteration, of all classes together. Default: 1024.</summary>
    [Range(1, 16_384), Description("Real images in each iteration, of all classes together; 256 is enough on a CPU.")]
    public int RealBatch { get; init; } = 1024;

    /// <summary>
    /// LAMB's rate at the start; it falls to a tenth over the iterations. Default: 3e-3 (published: 3e-4, for 500 times the iterations). A few
    /// hundred iterations want 0.01.
    /// </summary>
    [Range(1e-6, 1.0), Description("Learning rate of pixels and labels: the share of their own length by which they move in an iteration. Falls to a tenth; a few hundred iterations want 0.01.")]
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Networks in the pool. Default: 10.</summary>
    [Range(1, 100), Description("Networks in the pool.")]
    public int PoolSize { get; init; } = 10;

    /// <summary>Updates after which a network of the pool begins anew. Default: 100.</summary>
    [Range(0, 100_000), Description("Training steps after which a network of the pool begins anew.")]
    public int MaxUpdates { get; init; } = 100;

    /// <summary>Adam's rate for the networks of the pool. Default: 3e-4.</summary>
    [Range(1e-6, 1.0), Description("Learning rate of the networks of the pool, which are trained on the synthetic set.")]
    public double NetworkLearningRate { get; init; } = 3e-4;

    /// <summary>Whether the label vectors are learned too. Default: true.</summary>
    [Description("Whether the label vectors are learned with the pixels.")]
    public bool LearnLabels { get; init; } = true;

    /// <summary>Whether each image also counts as its mirror image. Default: false (published: true for CIFAR-10, and for CIFAR-100 and Tiny-ImageNet at one image per class; never for digits and Fashion-MNIST).</summary>
    [Description("Whether each synthetic image also counts as its mirror image; for natural images, not for digits.")]
    public bool Flip { get; init; }

    /// <summary>"real" (random real images) or "noise". Default: "real".</summary>
    [AllowedValues("real", "noise"), Description("What the synthetic images start from.")]
    public string Initialization { get; init; } = "real";

    /// <summary>Ridge of the kernel regression, relative to the mean of the kernel's diagonal. Default: 1e-6.</summary>
    [Range(1e-12, 0.1), Description("Ridge of the kernel regression, relative to the mean of the kernel's diagonal.")]
    public double Regularization { get; init; } = 1e-6;
}
