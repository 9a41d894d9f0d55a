using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Contracts;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>
/// Options of <see cref="TrajectoryMatching"/>. Defaults are the published ones, but for the number of experts (100 there, hours of a
/// GPU).
/// </summary>
public sealed record TrajectoryMatchingOptions
{
    /// <summary>Images per class. Default: 10.</summary>
    [Range(1, 1000), Description("Synthetic images per class.")]
    public int ImagesPerClass { get; init; } = 10;

    /// <summary>Iterations, each with one student. Default: 5000.</summary>
    [Range(1, 200_000), Description("Iterations, each of which walks one student beside an expert.")]
    public int Iterations { get; init; } = 5000;

    /// <summary>Experts. Default: 10 (published: 100).</summary>
    [Range(1, 200), Description("Networks trained on the real set; kept, and used again by later runs with the same recipe. Published: 100.")]
    public int ExpertCount { get; init; } = 10;

    /// <summary>
    /// Epochs that an expert is trained for; 0 for just as many as are used, which gives the same numbers, since the experts' learning
    /// rate is
    /// constant. Default: 0 (published: 50, of which 22 to 42 are used).
    /// </summary>
    [Range(0, 1000), Description("Epochs of each expert; 0 for just as many as are used. More serve later runs with later start epochs.")]
    public int ExpertEpochCount { get; init; }

    /// <summary>Learning rate of the experts, constant. Default: 0.01.</summary>
    [Range(1e-6, 10.0), Description("Learning rate of the experts.")]
    public double ExpertLearningRate { get; init; } = 0.01;

    /// <summary>Momentum of the experts. Default: 0.</summary>
    [Range(0.0, 0.999), Description("Momentum of the experts.")]
    public double ExpertMomentum { get; init; }

    /// <summary>Real images per step of an expert. Default: 256.</summary>
    [Range(1, 65_536), Description("Real images per step of an expert.")]
    public int ExpertBatch { get; init; } = 256;

    /// <summary>N, steps of the student. Default: 30 (published: 10 to 80).</summary>
    [Range(1, 1000), Description("Steps of the student on the synthetic set.")]
    public int SyntheticSteps { get; init; } = 30;

    /// <summary>
    /// MiB for the graphs of the student's last steps, which then need no second forward pass: a fifth less time, the same numbers. 0 for the
    /// memory of one step. Default: 1024.
    /// </summary>
    [Range(0, 1_000_000), Description("MiB for the graphs of the student's last steps: quicker, same numbers; 0 for the memory of one step.")]
    public int GraphMemory { get; init; } = 1024;

    /// <summary>M, epochs of the expert that the student must catch up with. Default: 2.</summary>
    [Range(1, 100), Description("Expert epochs the student must catch up with.")]
    public int ExpertEpochs { get; init; } = 2;

    /// <summary>T⁺, start epochs are below it. Default: 20 (published: 2 to 40, more for more images).</summary>
    [Range(1, 1000), Description("The student starts from an expert's epoch below this one.")]
    public int MaxStartEpoch { get; init; } = 20;

    /// <summary>Learning rate of the pixels. Default: 100 (published: 100 to 10,000).</summary>
    [Range(1e-6, 1e7), Description("Learning rate of the synthetic pixels.")]
    public double LearningRate { get; init; } = 100;

    /// <summary>Momentum of the pixels and of the synthetic learning rate. Default: 0.5.</summary>
    [Range(0.0, 0.999), Description("Momentum of the synthetic pixels and of the synthetic learning rate.")]
    public double Momentum { get; init; } = 0.5;

    /// <summary>Learning rate of the synthetic learning rate; 0 keeps it. Default: 1e-5.</summary>
    [Range(0.0, 1.0), Description("Learning rate of the synthetic learning rate; 0 keeps it as it starts.")]
    public double LearningRateRate { get; init; } = 1e-5;

    /// <summary>α₀, the synthetic learning rate at the start. Default: 0.01.</summary>
    [Range(1e-5, 1.0), Description("Synthetic learning rate at the start.")]
    public double StartLearningRate { get; init; } = 0.01;

    /// <summary>|b|, synthetic images per step of the student; 0 for all. Default: 0.</summary>
    [Range(0, 65_536), Description("Synthetic images per step of the student; 0 for all.")]
    public int BatchSize { get; init; }

    /// <summary>"real" (random real images) or "noise". Default: "real".</summary>
    [AllowedValues("real", "noise"), Description("What the synthetic images start from.")]
    public string Initialization { get; init; } = "real";

    /// <summary>DSA groups joined by underscores, or "none"; of the experts and of the students. Default: the six groups.</summary>
    [Description("Augmentation groups of experts and students joined by underscores, or none; digits leave out flip.")]
    public string Augmentation { get; init; } = "color_crop_cutout_flip_scale_rotate";

    /// <summary>T⁻, start epochs are not below it (DATM). Default: 0.</summary>
    [Range(0, 1000), Description("The student starts from this epoch of an expert or a later one.")]
    public int MinStartEpoch { get; init; }

    /// <summary>T, what T⁺ is at first when it rises (DATM). Default: 1.</summary>
    [Range(1, 1000), Description("What the maximum start epoch is at first, where it rises.")]
    public int CurriculumStartEpoch { get; init; } = 1;

    /// <summary>Iterations in which the maximum start epoch rises to its value; 0 for none (DATM). Default: 0.</summary>
    [Range(0, 200_000), Description("Iterations in which the maximum start epoch rises to its value; 0 to begin with it.")]
    public int CurriculumIterations { get; init; }

    /// <summary>
    /// Learning rate of soft labels, which start as the mean logits of the experts that are right; 0 for hard labels (DATM: 2 to 10).
    /// Default: 0.
    /// </summary>
    [Range(0.0, 1e4), Description("Learning rate of soft labels; 0 for hard labels.")]
    public double LabelLearningRate { get; init; }

    /// <summary>
    /// Share of the running mean of the pixels, which is what is stored, that stays in each iteration; 0 for none (DATM: 0.995 and
    /// more). Default: 0.
    /// </summary>
    [Range(0.0, 0.99999), Description("How much of the running mean of the pixels, the set that is stored, stays in each iteration; 0 for none.")]
    public double EmaDecay { get; init; }

    /// <summary>The last epoch of an expert that the options need.</summary>
    internal int LastEpoch => MaxStartEpoch - 1 + ExpertEpochs;

    /// <summary>Epochs that the experts are trained for.</summary>
    internal int TrainedEpochs => ExpertEpochCount == 0 ? LastEpoch : ExpertEpochCount;

    /// <summary>Options that contradict one another, by name.</summary>
    internal IEnumerable<SpecFault> Faults()
    {
        if (LastEpoch > TrainedEpochs)
        {
            yield return new SpecFault("expertEpochCount", $"Students that start at epoch {MaxStartEpoch - 1} must catch up with epoch {LastEpoch}, "
                + $"but the experts end after {TrainedEpochs}: take more expert epochs (0 for as many as are used), or an earlier maximum start epoch.");
        }

        if (MinStartEpoch >= MaxStartEpoch)
            yield return new SpecFault("minStartEpoch", $"Must be below the maximum start epoch, {MaxStartEpoch}.");
        if (CurriculumIterations > 0 && (CurriculumStartEpoch <= MinStartEpoch || CurriculumStartEpoch > MaxStartEpoch))
            yield return new SpecFault("curriculumStartEpoch", $"Must be above the minimum start epoch, {MinStartEpoch}, and at most the maximum, {MaxStartEpoch}.");
        if (LabelLearningRate > 0 && Initialization != "real")
            yield return new SpecFault("labelLearningRate", "Soft labels start as what the experts say of real images: begin with real images, or take 0.");
    }
}
