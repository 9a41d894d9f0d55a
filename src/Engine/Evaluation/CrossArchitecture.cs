using Contracts;
using Engine.Data;
using Engine.Native;
using Engine.Networks;
using Engine.Runs;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Evaluation;

/// <summary>Judges a set: every test network trained from scratch on it, several times, beside a random subset of the same storage by the same recipe.</summary>
/// <remarks>
/// Reference protocol: SGD 0.01, momentum 0.9, weight decay 5e-4, batch 256, one drop of the rate at half, last-epoch test accuracy. A set with label
/// vectors is trained on those, by its own loss; one with a learned rate by that rate, where the spec does not forbid it.
/// </remarks>
internal sealed class CrossArchitecture(RunContext context, ImageDataset real)
{
    private readonly EvaluationSpec _plan = context.Spec.Evaluation;
    private readonly IReadOnlyList<ComponentSpec> _networks =
        [.. context.Spec.Evaluation.Networks.Prepend(context.Spec.TrainingNetwork).DistinctBy(network => network.Label)];

    /// <summary>Judges a set once per network, with the epochs for the time of distillation.</summary>
    public void JudgeDuring(int iteration, SyntheticSet synthetic)
    {
        var epochs = _plan.EpochsDuring > 0 ? _plan.EpochsDuring : _plan.Epochs;
        foreach (var network in _networks) Judge(iteration, network, "synthetic", 0, epochs, () => Material.Of(synthetic));
    }

    /// <summary>Judges the finished set and its baselines with all repeats. What an earlier attempt told is not repeated.</summary>
    public void JudgeFinal(int iteration, SyntheticSet synthetic)
    {
        var sets = 1 + (_plan.RandomBaseline ? 1 : 0) + (_plan.FullData ? 1 : 0);
        context.Tell(new PhaseStarted("evaluate", sets * _networks.Count * _plan.Repeats));
        for (var repeat = 0; repeat < _plan.Repeats; repeat++)
        {
            using var random = _plan.RandomBaseline ? RandomSubset(synthetic.StoredPerClass, repeat) : null;
            foreach (var network in _networks)
            {
                Judge(iteration, network, "synthetic", repeat, _plan.Epochs, () => Material.Of(synthetic));
                if (random is not null) Judge(0, network, "random", repeat, _plan.Epochs, () => Material.Of(random));
            }
        }

        for (var repeat = 0; repeat < (_plan.FullData ? _plan.Repeats : 0); repeat++)
        {
            foreach (var network in _networks) Judge(0, network, "full", repeat, _plan.FullDataEpochs, () => new Material(real.Train.Images, real.Train.Labels, real.Train.Labels));
        }
    }

    private void Judge(int iteration, ComponentSpec spec, string set, int repeat, int epochs, Func<Material> training)
    {
        if (context.History.WasEvaluated(iteration, spec.Label, set, repeat)) return;
        HeapBound.ReturnFreeMemory();       // the buffers of what was done before have other sizes
        var began = context.Time.GetTimestamp();
        var seeds = context.Seeds.For($"evaluation/{spec.Label}");       // the same weights for every set of one repeat: a paired comparison
        using var weights = seeds.Generator("weights", repeat);
        using var network = Network.Create(spec, real.Shape, real.Classes.Count, weights, context.Device);
        using var scope = NewDisposeScope();
        var given = training();
        var random = seeds.Random("order", repeat);
        Trainer.Train(network, given.Images, given.Targets, Plan(epochs, given), random, random, () => context.Breathe());
        var trained = context.Time.GetTimestamp();
        var test = Accuracy.Of(network, real.Test.Images, real.Test.Labels, () => context.Breathe())
            ?? throw new RunFault("The test split is empty.");
        var validation = Accuracy.Of(network, real.Validation.Images, real.Validation.Labels, () => context.Breathe());
        var train = Accuracy.Of(network, given.Images, given.Labels, () => context.Breathe()) ?? 0;
        context.Tell(new NetworkEvaluated(
            iteration, spec.Label, set, repeat, test, validation, train, epochs,
            context.Time.GetElapsedTime(began).TotalSeconds, context.Time.GetElapsedTime(trained).TotalSeconds));
        HeapBound.ReturnFreeMemory();       // and so have those of what comes next
    }

    private TrainingPlan Plan(int epochs, Material given)
    {
        var rate = _plan.SyntheticLearningRate && given.LearningRate is { } learned ? learned : _plan.LearningRate * given.RateFactor;
        var plan = ReferenceProtocol.Plan(
            epochs, rate, _plan.Momentum, _plan.WeightDecay, _plan.BatchSize, DiffAugment.Parse(_plan.Augmentation), _plan.OperationsPerBatch);
        return given.Objective is { } objective ? plan with { Objective = objective } : plan;
    }

    private SyntheticSet RandomSubset(int imagesPerClass, int repeat)
    {
        using var random = context.Seeds.Generator("random-subset", repeat);
        return SyntheticSet.FromReal(real, imagesPerClass, random);
    }
}
