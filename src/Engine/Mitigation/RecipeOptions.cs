using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Mitigation;

/// <summary>All choices of a training on a small set. The defaults are the baseline's; every recipe of the catalog is one such record.</summary>
/// <remarks>Zhong and Liu, Towards Mitigating Architecture Overfitting on Distilled Datasets, arXiv 2309.04195, and their released code.</remarks>
public sealed record RecipeOptions
{
    /// <summary>Epochs as a multiple of the batch's base epochs B. Default: 1; recipes with DropPath take 4.</summary>
    [Range(0.01, 100.0), Description("Epochs as a multiple of the batch's base epochs.")]
    public double Budget { get; init; } = 1;

    /// <summary>Images per step. Default: 100.</summary>
    [Range(1, 65_536), Description("Images per optimiser step.")]
    public int BatchSize { get; init; } = 100;

    /// <summary>Optimiser. Default: adamw.</summary>
    [AllowedValues("lion", "adamw", "sgd"), Description("Optimiser.")]
    public string Optimizer { get; init; } = "adamw";

    /// <summary>Highest learning rate. Default: 0.0005.</summary>
    [Range(1e-8, 10.0), Description("Highest learning rate, for 1000 base epochs.")]
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>Whether a batch with fewer than 1000 base steps raises the learning rate in proportion, tenfold at most (<see cref="RateRule"/>). Default: true.</summary>
    [Description("Whether a budget of fewer than 1000 base steps raises the learning rate in proportion, tenfold at most.")]
    public bool ScaleLearningRate { get; init; } = true;

    /// <summary>Weight decay: decoupled for Lion and AdamW, added to the gradient for SGD. Default: 0.0005.</summary>
    [Range(0.0, 1.0), Description("Weight decay.")]
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>First decay rate of Lion and AdamW, momentum of SGD. Default: 0.9.</summary>
    [Range(0.0, 0.9999), Description("First decay rate of Lion and AdamW; momentum of SGD.")]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Second decay rate of Lion and AdamW. Default: 0.999.</summary>
    [Range(0.0, 0.99999), Description("Second decay rate of Lion and AdamW; SGD has none.")]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Learning-rate schedule. Default: step.</summary>
    [AllowedValues("constant", "step", "cosine", "periodic-cosine")]
    [Description("Step: a tenth after half of the epochs. Cosine: warm-up, then one half wave. Periodic: restarted whenever the keep rate changes.")]
    public string Schedule { get; init; } = "step";

    /// <summary>DSA groups joined by underscores, or "none". Default: the six groups.</summary>
    [Description("Augmentation groups joined by underscores, or none; digits leave out flip.")]
    public string Augmentation { get; init; } = "color_crop_cutout_flip_scale_rotate";

    /// <summary>Groups drawn per batch, without repetition: the k of k-fold augmentation. Default: 1.</summary>
    [Range(1, 6), Description("Augmentation groups drawn per batch: the k of k-fold augmentation.")]
    public int OperationsPerBatch { get; init; } = 1;

    /// <summary>DropPath. Default: none.</summary>
    [AllowedValues("none", "three-phase", "constant")]
    [Description("DropPath: none, a keep rate in three phases, or one that stays.")]
    public string DropPath { get; init; } = "none";

    /// <summary>
    /// By how much the keep rate falls in each of the five periods of phase 2; 0 takes it from the number of units: 0.1 up to 11 units,
    /// 0.13 from 16 on (<see cref="KeepRateSchedule.FallFor"/>). Default: 0.
    /// </summary>
    [Range(0.0, 0.19), Description("Fall of the keep rate in each of the five periods of phase 2; 0 takes it from the depth: 0.1, or 0.13 from 16 units on.")]
    public double KeepRateStep { get; init; }

    /// <summary>Keep rate of the last phase, or throughout when it is constant. Default: 0.8.</summary>
    [Range(0.05, 1.0), Description("Keep rate of the last phase, or throughout when it is constant.")]
    public double FinalKeepRate { get; init; } = 0.8;

    /// <summary>Whether shortcuts that shrink the image pool first instead of skipping pixels. Default: false.</summary>
    [Description("Whether shortcuts that shrink the image take the largest of each window instead of skipping pixels.")]
    public bool ImprovedShortcut { get; init; }

    /// <summary>Weight α of knowledge distillation against the labels; 0 is none. Default: 0.</summary>
    [Range(0.0, 1.0), Description("Weight of knowledge distillation against the labels; 0 is none.")]
    public double DistillationWeight { get; init; }

    /// <summary>Temperature T of knowledge distillation. Default: 1.5.</summary>
    [Range(0.05, 100.0), Description("Temperature of knowledge distillation.")]
    public double DistillationTemperature { get; init; } = 1.5;

    /// <summary>Temperature τ of soft labels, softmax(y/τ); hard labels ignore it. Default: 0.3.</summary>
    [Range(0.01, 100.0), Description("Temperature of learned soft labels; sets with hard labels have none.")]
    public double LabelTemperature { get; init; } = 0.3;

    /// <summary>Label smoothing. Default: 0.</summary>
    [Range(0.0, 0.9), Description("Share of every label that is spread over all classes.")]
    public double LabelSmoothing { get; init; }

    /// <summary>Dropout before the classifier. Default: 0.</summary>
    [Range(0.0, 0.95), Description("Share of the classifier's inputs that is dropped in training.")]
    public double Dropout { get; init; }

    /// <summary>Mixing of images and labels. Default: none.</summary>
    [AllowedValues("none", "mixup", "cutmix"), Description("Mixing of pairs of images and their labels.")]
    public string Mixing { get; init; } = "none";

    /// <summary>α of the Beta(α, α) from which the share of a mixture is drawn. Default: 1.</summary>
    [Range(0.01, 100.0), Description("Shape of the distribution from which the share of a mixture is drawn.")]
    public double MixingAlpha { get; init; } = 1;
}
