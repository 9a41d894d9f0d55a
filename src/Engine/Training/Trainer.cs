using Engine.Data;
using Engine.Networks;
using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>All choices of a training on a set.</summary>
/// <param name="Epochs">Passes over the set.</param>
/// <param name="LearningRate">Of SGD, before the drop at half of the epochs.</param>
/// <param name="Momentum">Of SGD.</param>
/// <param name="WeightDecay">Of SGD.</param>
/// <param name="BatchSize">Images per step.</param>
/// <param name="Augmentation">What happens to each batch.</param>
/// <param name="OperationsPerBatch">Augmentation groups drawn per batch.</param>
internal sealed record TrainingPlan(
    int Epochs, double LearningRate, double Momentum, double WeightDecay, int BatchSize, DiffAugment Augmentation, int OperationsPerBatch);

/// <summary>The one training loop: batches, cross-entropy, SGD, the reference protocol's learning rate.</summary>
/// <remarks>Reference protocol: <c>evaluate_synset</c> of the dataset condensation code (Zhao et al.), as DC, DSA, DM and MTT use it.</remarks>
internal static class Trainer
{
    /// <summary>Trains a network in place.</summary>
    /// <param name="network">A fresh network.</param>
    /// <param name="images">[N, C, H, W] on the network's device.</param>
    /// <param name="labels">Int64, [N].</param>
    /// <param name="plan">How.</param>
    /// <param name="random">Order of the images and augmentation.</param>
    /// <param name="breathe">Called after every step; may throw to end the training.</param>
    public static void Train(Network network, Tensor images, Tensor labels, TrainingPlan plan, Random random, Action breathe)
    {
        using var optimizer = new Sgd(network.Parameters, plan.Momentum, plan.WeightDecay);
        var count = (int)images.shape[0];
        var order = Enumerable.Range(0, count).Select(i => (long)i).ToArray();
        for (var epoch = 0; epoch <= plan.Epochs; epoch++)         // the reference protocol trains E + 1 epochs
        {
            if (Schedules.IsAfterDrop(epoch, plan.Epochs) && !Schedules.IsAfterDrop(epoch - 1, plan.Epochs)) optimizer.Reset();
            var rate = Schedules.HalfwayDrop(plan.LearningRate, epoch, plan.Epochs);
            random.Shuffle(order);
            for (var start = 0; start < count; start += plan.BatchSize)
            {
                Step(network, optimizer, images, labels, order.AsSpan(start, Math.Min(plan.BatchSize, count - start)), plan, rate, random);
                breathe();
            }
        }
    }

    private static void Step(
        Network network, Sgd optimizer, Tensor images, Tensor labels, ReadOnlySpan<long> batch, TrainingPlan plan, double rate, Random random)
    {
        using var scope = NewDisposeScope();
        var chosen = tensor(batch.ToArray(), device: images.device);
        var x = images.index_select(0, chosen);
        x = plan.Augmentation.Apply(x, plan.Augmentation.Draw(random, batch.Length, siamese: false, plan.OperationsPerBatch));
        var loss = nn.functional.cross_entropy(network.Forward(x, training: true), labels.index_select(0, chosen));
        loss.backward();
        optimizer.Step(rate);
    }
}
