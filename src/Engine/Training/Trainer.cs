using Engine.Networks;
using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>The one training loop: batches, augmentation, DropPath, objective, optimiser, learning rate.</summary>
internal static class Trainer
{
    /// <summary>Trains a network in place.</summary>
    /// <param name="network">A fresh network.</param>
    /// <param name="images">[N, C, H, W] on the network's device.</param>
    /// <param name="targets">Class indices (int64, [N]) or label vectors (float32, [N, classes]).</param>
    /// <param name="plan">How.</param>
    /// <param name="shuffling">Order of the images.</param>
    /// <param name="noise">Augmentation, DropPath, dropout and mixing: apart, so that plans that draw more or less see the same order.</param>
    /// <param name="breathe">Called after every step; may throw to end the training.</param>
    /// <param name="afterEpoch">
    /// Called after every epoch with its number, 1 for the first, and the loss of its last batch: one number on the device.
    /// </param>
    public static void Train(
        Network network, Tensor images, Tensor targets, TrainingPlan plan, Random shuffling, Random noise, Action breathe,
        Action<int, Tensor>? afterEpoch = null)
    {
        using var optimizer = plan.Optimizer(network.Parameters);
        var count = (int)images.shape[0];
        var order = Enumerable.Range(0, count).Select(i => (long)i).ToArray();
        var steps = (count + plan.BatchSize - 1) / plan.BatchSize;
        for (var epoch = 0; epoch < plan.Epochs; epoch++)
        {
            if (plan.Forgets(epoch)) optimizer.Reset();
            shuffling.Shuffle(order);
            for (var step = 0; step < steps; step++)
            {
                using var scope = NewDisposeScope();
                var start = step * plan.BatchSize;
                var batch = tensor(order[start..Math.Min(start + plan.BatchSize, count)], device: images.device);
                var loss = Step(network, images.index_select(0, batch), targets.index_select(0, batch), plan, epoch, noise);
                optimizer.Step(plan.LearningRate(new TrainingTime(epoch, step, steps)));
                if (step == steps - 1) afterEpoch?.Invoke(epoch + 1, loss);
                breathe();
            }
        }
    }

    /// <summary>Forward and backward of one batch; gives its loss without a graph.</summary>
    private static Tensor Step(Network network, Tensor x, Tensor targets, TrainingPlan plan, int epoch, Random random)
    {
        using var scope = NewDisposeScope();
        x = plan.Augmentation.Apply(x, plan.Augmentation.Draw(random, (int)x.shape[0], siamese: false, plan.OperationsPerBatch));
        if (plan.Mixing is { } mixing) (x, targets) = mixing.Apply(x, targets, network.Classes, random);
        var noise = ForwardNoise.Of(plan.KeepRate(epoch), plan.Dropout, random);
        var loss = plan.Objective(x, network.Forward(x, training: true, noise: noise), targets);
        loss.backward();
        return loss.detach().MoveToOuterDisposeScope();
    }
}
