using System.Diagnostics;
using Contracts;
using Engine.Data;
using Engine.Networks;
using Engine.Numerics;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Mitigation;

/// <summary>A recipe for one network and one set: what the trainer does with every epoch and step.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="baseEpochs">B of the batch.</param>
/// <param name="images">Images of the set.</param>
internal sealed class RecipePlan(RecipeOptions recipe, int baseEpochs, long images)
{
    /// <summary>What the recipe asks of its network.</summary>
    public NetworkStyle Style { get; } = StyleOf(recipe);

    /// <summary>Whether a teacher is needed.</summary>
    public bool NeedsTeacher => recipe.DistillationWeight > 0;

    /// <summary>Whether units are skipped at all, in a network that has some.</summary>
    public bool DropsPaths => Style.DropPath;

    /// <summary>Epochs in all.</summary>
    public int Epochs { get; } = MitigationPlan.Epochs(baseEpochs, recipe.Budget, recipe.DropPath);

    /// <summary>Steps of an epoch.</summary>
    public long StepsPerEpoch { get; } = (images + recipe.BatchSize - 1) / recipe.BatchSize;

    /// <summary>The highest learning rate, after the rule for short budgets.</summary>
    public double HighestRate => recipe.LearningRate * (recipe.ScaleLearningRate ? RateRule.Factor(baseEpochs * StepsPerEpoch) : 1);

    /// <summary>What a recipe asks of its network.</summary>
    public static NetworkStyle StyleOf(RecipeOptions recipe) => new(recipe.DropPath != "none", recipe.ImprovedShortcut);

    /// <summary>The keep rate in an epoch, for a network of so many units.</summary>
    public double KeepRate(int epoch, int units) => units == 0 ? 1 : recipe.DropPath switch
    {
        "none" => 1,
        "constant" => recipe.FinalKeepRate,
        MitigationPlan.ThreePhase => Phases(units).At(epoch),
        _ => throw new UnreachableException(recipe.DropPath),
    };

    /// <summary>The learning rate of a step.</summary>
    public double LearningRate(TrainingTime now) => recipe.Schedule switch
    {
        "constant" => HighestRate,
        "step" => Schedules.Step(HighestRate, now, Epochs),
        "cosine" => Schedules.Cosine(HighestRate, now, Epochs),
        "periodic-cosine" => Periodic(now),
        _ => throw new UnreachableException(recipe.Schedule),
    };

    /// <summary>The labels as the objective takes them: class indices, or softmax(y/τ) of learned label vectors.</summary>
    public Tensor Targets(SyntheticSet set) =>
        set.SoftLabels is { } soft ? nn.functional.softmax(soft.div(Number.Of(recipe.LabelTemperature)), 1) : set.Labels;

    /// <summary>The whole plan.</summary>
    /// <param name="units">Units of the network.</param>
    /// <param name="teacher">The teacher; may be null where none is needed.</param>
    public TrainingPlan For(int units, Network? teacher)
    {
        Objective labels = (_, logits, targets) => nn.functional.cross_entropy(logits, targets, label_smoothing: recipe.LabelSmoothing);
        return new TrainingPlan
        {
            Epochs = Epochs,
            BatchSize = recipe.BatchSize,
            Augmentation = DiffAugment.Parse(recipe.Augmentation),
            OperationsPerBatch = recipe.OperationsPerBatch,
            Optimizer = Optimizer,
            LearningRate = LearningRate,
            KeepRate = epoch => KeepRate(epoch, units),
            Dropout = recipe.Dropout,
            Mixing = recipe.Mixing == "none" ? null : new Mixing(recipe.Mixing, recipe.MixingAlpha),
            Objective = NeedsTeacher
                ? new KnowledgeDistillation(
                    teacher ?? throw new ArgumentNullException(nameof(teacher)), recipe.DistillationWeight, recipe.DistillationTemperature).With(labels)
                : labels,
        };
    }

    private IOptimizer Optimizer(IReadOnlyList<Tensor> parameters) => recipe.Optimizer switch
    {
        "lion" => new Lion(parameters, recipe.Beta1, recipe.Beta2, recipe.WeightDecay),
        "adamw" => new AdamW(parameters, recipe.Beta1, recipe.Beta2, recipe.WeightDecay),
        "sgd" => new Sgd(parameters, recipe.Beta1, recipe.WeightDecay),
        _ => throw new UnreachableException(recipe.Optimizer),
    };

    /// <summary>
    /// A cycle that starts anew whenever the keep rate changes (<see cref="KeepRateSchedule.CycleOf"/>); with a keep rate that never changes,
    /// one over all epochs.
    /// </summary>
    private double Periodic(TrainingTime now)
    {
        if (recipe.DropPath != MitigationPlan.ThreePhase) return Schedules.Cosine(HighestRate, now, Epochs);
        var (start, length) = Phases(0).CycleOf(now.Epoch);
        return Schedules.Cycle(HighestRate, now, start, length);
    }

    private KeepRateSchedule Phases(int units) =>
        new(Epochs, recipe.KeepRateStep > 0 ? recipe.KeepRateStep : KeepRateSchedule.FallFor(units), recipe.FinalKeepRate);
}
