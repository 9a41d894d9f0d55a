using Contracts;
using Engine.Data;
using Engine.Networks;
using Engine.Runs;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>
/// Trains experts on the real set: SGD of a constant learning rate with augmentation. An expert depends on its recipe and number alone.
/// </summary>
internal sealed class ExpertTraining(DistillationRun run, ExpertRecipe recipe)
{
    /// <summary>Most points of an expert's curves.</summary>
    public const int Points = 50;

    private const int ValidationImages = 500;

    private readonly TrainingPlan _plan = new()
    {
        Epochs = recipe.Epochs,
        BatchSize = recipe.BatchSize,
        Augmentation = DiffAugment.Parse(recipe.Augmentation),
        Optimizer = parameters => new Sgd(parameters, recipe.Momentum),
        LearningRate = _ => recipe.LearningRate,
    };

    /// <summary>The parameters of an expert at its start and after every epoch: float32, [epochs + 1, parameters], on the CPU.</summary>
    /// <param name="number">Which expert, 0 for the first.</param>
    /// <exception cref="RunFault">Its training left the numbers.</exception>
    public Tensor Train(int number)
    {
        using var scope = NewDisposeScope();
        var seeds = recipe.Seeds(number);
        using var weights = seeds.Generator("network");
        using var network = Network.Create(run.Context.Spec.TrainingNetwork, run.Real.Shape, run.Real.Classes.Count, weights, run.Device);
        var snapshots = zeros(recipe.Epochs + 1, network.ParameterCount);
        Keep(network, snapshots, 0);
        var real = run.Real.Train;
        Trainer.Train(
            network, real.Images, real.Labels, _plan, seeds.Random("order"), seeds.Random("noise"), run.Breathe, (epoch, loss) =>
            {
                Keep(network, snapshots, epoch);        // a copy: the parameters change in place
                Tell(network, number, epoch, loss);
            });
        if (!snapshots.isfinite().all().item<bool>()) throw Diverged(number, "A parameter", recipe.Epochs);
        return snapshots.MoveToOuterDisposeScope();
    }

    private static void Keep(Network network, Tensor snapshots, int epoch)
    {
        using var scope = NewDisposeScope();
        snapshots[epoch].copy_(FlatParameters.Of(network));
    }

    private static RunFault Diverged(int number, string what, int epoch) =>
        new($"{what} left the numbers by epoch {epoch} of expert {number + 1}. A smaller expertLearningRate usually helps.");

    private void Tell(Network network, int number, int epoch, Tensor lastLoss)
    {
        var loss = lastLoss.item<float>();              // host sync
        if (!float.IsFinite(loss)) throw Diverged(number, Series.OfExpert(Series.TrainLoss, number), epoch);
        if ((long)epoch * Points / recipe.Epochs == (long)(epoch - 1) * Points / recipe.Epochs) return;
        var values = new Dictionary<string, double> { [Series.OfExpert(Series.TrainLoss, number)] = loss };
        if (Accuracy(network) is { } accuracy) values[Series.OfExpert(Series.ValidationAccuracy, number)] = accuracy;
        run.Context.Measured(epoch, values);
        if (epoch == recipe.Epochs) run.Context.Note(Summary(number, values));
    }

    private string Summary(int number, Dictionary<string, double> values) =>
        values.TryGetValue(Series.OfExpert(Series.ValidationAccuracy, number), out var accuracy)
            ? $"Expert {number + 1} is trained: {accuracy:P1} of the validation images are right after {recipe.Epochs} epochs."
            : $"Expert {number + 1} is trained: {recipe.Epochs} epochs.";

    /// <summary>Share of some validation images, spread over all, that are classified correctly.</summary>
    private double? Accuracy(Network network)
    {
        var all = run.Real.Validation;
        var count = Math.Min(ValidationImages, all.Count);
        if (count == 0) return null;
        using var scope = NewDisposeScope();
        var some = tensor([.. Enumerable.Range(0, (int)count).Select(i => i * all.Count / count)], device: all.Images.device);
        return Training.Accuracy.Of(network, all.Images.index_select(0, some), all.Labels.index_select(0, some), run.Breathe);
    }
}
