using Contracts;
using Engine.Data;
using Engine.Mitigation;
using Engine.Networks;
using Engine.Numerics;
using Engine.Runs;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Evaluation;

/// <summary>One training of a batch: trains, measures on the way, and scores after the last epoch and, apart, at the epoch that validation chose.</summary>
/// <remarks>Everything measured on the way asks the validation images alone; the test images answer when the training is over.</remarks>
/// <param name="context">The run.</param>
/// <param name="real">The real set that judges.</param>
/// <param name="validation">The validation images of every curve, spread over the classes.</param>
/// <param name="cell">Which training.</param>
internal sealed class CellTraining(RunContext context, ImageDataset real, LabelledImages validation, Cell cell) : IDisposable
{
    /// <summary>Points of the curves that cost nothing: learning rate, keep rate, loss. 15 for each eighth of the epochs.</summary>
    public const int SchedulePoints = 120;

    private const int SmoothnessImages = 100;
    private const int SubNetworkImages = 200;

    private readonly EvidenceSpec _evidence = context.Spec.Mitigation!.Evidence;
    private readonly Seeds _seeds = context.Seeds.For($"evaluation/{cell.Network}");    // the same for every recipe and set: paired comparisons
    private NetworkValues? _best;
    private (int Epoch, double Accuracy)? _bestSeen;
    private TimeSpan _measuring;

    /// <summary>Makes the network that a plan asks for, with the weights of this network and repeat.</summary>
    public Network NewNetwork(ComponentSpec spec, RecipePlan plan)
    {
        using var weights = _seeds.Generator("weights", cell.Repeat);
        return Network.Create(spec, real.Shape, real.Classes.Count, weights, context.Device, plan.Style);
    }

    /// <summary>Trains a network in place; tells, and gives, how it went.</summary>
    /// <param name="network">A fresh network.</param>
    /// <param name="plan">The recipe.</param>
    /// <param name="images">What it is trained on.</param>
    /// <param name="targets">Class indices or label vectors.</param>
    /// <param name="labels">Class indices, for the train accuracy.</param>
    /// <param name="teacher">The teacher; null where there is none. Measured against even where the recipe does not ask it.</param>
    /// <param name="store">Gives the artefact name of the weights to be kept; null keeps none.</param>
    public CellTrained Train(
        Network network, RecipePlan plan, Tensor images, Tensor targets, Tensor labels, Network? teacher, Func<Network, string>? store)
    {
        using var scope = NewDisposeScope();
        var said = teacher is null || validation.Count == 0 ? null : Predictions.Of(teacher, validation.Images, Breathe);
        var (began, held) = (context.Time.GetTimestamp(), context.Held);
        var (reached, diverged) = (plan.Epochs, false);
        try
        {
            Trainer.Train(
                network, images, targets, plan.For(network.Units, teacher), _seeds.Random("order", cell.Repeat),
                _seeds.Random("noise", cell.Repeat), Breathe, (epoch, loss) => Measure(network, plan, images, targets, said, epoch, loss));
        }
        catch (DivergedException fault)
        {
            (reached, diverged) = (fault.Epoch, true);
            context.Note($"{Name}: {fault.Message}", "warning");
        }

        var seconds = (context.Time.GetElapsedTime(began) - _measuring - (context.Held - held)).TotalSeconds;
        var trained = Score(network, plan, images, labels, reached, seconds, teacher?.MultiplyAdds ?? 0) with
        {
            Weights = diverged ? null : store?.Invoke(network),
            SoftLabels = targets.dim() == 2,
            Diverged = diverged,
        };
        context.Tell(trained);
        return trained;
    }

    /// <inheritdoc />
    public void Dispose() => _best?.Dispose();

    private string Name => $"{cell.Network} by {cell.Recipe} on the {cell.Set} set, repeat {cell.Repeat + 1}";

    private void Breathe() => context.Breathe();

    private CellTrained Score(Network network, RecipePlan plan, Tensor images, Tensor labels, int epochs, double seconds, double teacherCost)
    {
        var last = Accuracy.Of(network, real.Test.Images, real.Test.Labels, Breathe) ?? throw new RunFault("The test split is empty.");
        var validated = Accuracy.Of(network, validation.Images, validation.Labels, Breathe);
        var trained = Accuracy.Of(network, images, labels, Breathe) ?? 0;
        var cost = (6 * network.MultiplyAdds + (plan.NeedsTeacher ? 2 * teacherCost : 0)) * images.shape[0] * epochs;
        return new CellTrained(
            cell, last, validated, trained, Best(network, epochs, last), epochs, epochs * plan.StepsPerEpoch, cost, seconds);
    }

    /// <summary>The test accuracy of the weights that validation chose; the last ones are put back.</summary>
    private BestEpoch? Best(Network network, int epochs, double last)
    {
        if (_bestSeen is not var (epoch, accuracy) || _best is null) return null;
        if (epoch == epochs) return new BestEpoch(epoch, accuracy, last);
        using var now = network.Values();
        network.CopyFrom(_best);
        var best = Accuracy.Of(network, real.Test.Images, real.Test.Labels, Breathe) ?? 0;
        network.CopyFrom(now);
        return new BestEpoch(epoch, accuracy, best);
    }

    private void Measure(Network network, RecipePlan plan, Tensor images, Tensor targets, Tensor? teacherSaid, int epoch, Tensor lastLoss)
    {
        var full = Due(epoch, plan.Epochs, _evidence.Points);
        if (!full && !Due(epoch, plan.Epochs, SchedulePoints)) return;
        var (began, held) = (context.Time.GetTimestamp(), context.Held);
        var loss = lastLoss.item<float>();                              // host sync
        if (!float.IsFinite(loss))
            throw new DivergedException(epoch, $"the loss became {loss} at epoch {epoch}; the training ended there. A smaller learning rate usually helps.");
        var values = new Dictionary<string, double>
        {
            [Series.TrainLoss] = loss,
            [Series.LearningRate] = plan.LearningRate(new TrainingTime(epoch - 1, (int)plan.StepsPerEpoch - 1, (int)plan.StepsPerEpoch)),
        };
        if (plan.DropsPaths && network.Units > 0) values[Series.KeepRate] = plan.KeepRate(epoch - 1, network.Units);
        if (full) Look(network, plan, images, targets, teacherSaid, epoch, values);

        // Only the loss ends a training: a curve that leaves the numbers earlier, as a gradient's norm can, has a gap there.
        var told = values.Where(value => double.IsFinite(value.Value));
        context.Measured(epoch, told.ToDictionary(value => Series.Of(cell, value.Key), value => value.Value));
        _measuring += context.Time.GetElapsedTime(began) - (context.Held - held);
    }

    private void Look(
        Network network, RecipePlan plan, Tensor images, Tensor targets, Tensor? teacherSaid, int epoch, Dictionary<string, double> values)
    {
        using var scope = NewDisposeScope();
        if (validation.Count > 0)
        {
            var said = Predictions.Of(network, validation.Images, Breathe);
            var accuracy = Predictions.Share(said, validation.Labels);
            values[Series.ValidationAccuracy] = accuracy;
            if (teacherSaid is not null) values[Series.Agreement] = Predictions.Share(said, teacherSaid);
            Remember(network, epoch, accuracy);
            AddSubNetworks(network, plan, epoch, values);
        }

        var some = Spread(Math.Min(SmoothnessImages, images.shape[0]), images);
        var (x, y) = (images.index_select(0, some), targets.index_select(0, some));
        values[Series.GradientNorm] = Smoothness.GradientNorm(network, x, y);
        if (!_evidence.Hessian) return;
        using var random = _seeds.Generator("hessian", epoch);
        values[Series.HessianEigenvalue] = Smoothness.LargestEigenvalue(network, x, y, random);
    }

    /// <summary>Indices of so many images, evenly spread: sets are sorted by class, and the loss is that of all classes.</summary>
    private static Tensor Spread(long count, Tensor images) =>
        arange(Number.Of(0), Number.Of(count), Number.One, ScalarType.Int64, images.device)
            .mul_(Number.Of(images.shape[0])).div(Number.Of(count), RoundingMode.floor).to_type(ScalarType.Int64);

    private void AddSubNetworks(Network network, RecipePlan plan, int epoch, Dictionary<string, double> values)
    {
        if (!plan.DropsPaths) return;
        var some = Math.Min(SubNetworkImages, validation.Count);
        var spread = SubNetworks.Accuracies(
            network, validation.Images.narrow(0, 0, some), validation.Labels.narrow(0, 0, some), plan.KeepRate(epoch - 1, network.Units),
            _evidence.SubNetworks, _seeds.Random("sub-networks", epoch), Breathe);
        if (spread is not var (mean, lowest, highest)) return;
        (values[Series.SubNetworkMean], values[Series.SubNetworkLowest], values[Series.SubNetworkHighest]) = (mean, lowest, highest);
    }

    private void Remember(Network network, int epoch, double accuracy)
    {
        if (accuracy <= _bestSeen?.Accuracy) return;
        _best?.Dispose();
        (_best, _bestSeen) = (network.Values(), (epoch, accuracy));
    }

    /// <summary>Whether one of so many evenly spread points falls on an epoch, 1 for the first; the last epoch always is one.</summary>
    internal static bool Due(int epoch, int epochs, int points) =>
        (long)epoch * points / epochs != (long)(epoch - 1) * points / epochs;

    /// <summary>A training whose loss left the numbers.</summary>
    private sealed class DivergedException(int epoch, string message) : Exception(message)
    {
        public int Epoch { get; } = epoch;
    }
}
