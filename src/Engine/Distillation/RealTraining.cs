using Contracts;
using Engine.Data;
using Engine.Networks;
using Engine.Runs;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Distillation;

/// <summary>Trains a network on the real set as it is: SGD with momentum 0.9, no augmentation. For methods that ask a trained network.</summary>
internal static class RealTraining
{
    private const double Momentum = 0.9;

    /// <summary>Trains in place, telling the loss of the last batch of each epoch; a stop loses what was trained.</summary>
    /// <param name="run">Gives the real set, the streams "order" and "noise", and the pause.</param>
    /// <param name="network">A fresh network.</param>
    /// <param name="epochs">Passes over the train images.</param>
    /// <param name="learningRate">Constant.</param>
    /// <param name="batchSize">Images per step.</param>
    /// <exception cref="RunFault">The loss left the numbers.</exception>
    public static void Train(DistillationRun run, Network network, int epochs, double learningRate, int batchSize)
    {
        var plan = new TrainingPlan
        {
            Epochs = epochs,
            BatchSize = batchSize,
            Augmentation = DiffAugment.Parse("none"),
            Optimizer = parameters => new Sgd(parameters, Momentum),
            LearningRate = _ => learningRate,
        };
        var train = run.Real.Train;
        Trainer.Train(network, train.Images, train.Labels, plan, run.Seeds.Random("order"), run.Seeds.Random("noise"), run.Breathe, Check);
        run.Count((long)epochs * train.Count);

        void Check(int epoch, Tensor loss)
        {
            var value = loss.item<float>();         // host sync
            if (!float.IsFinite(value))
            {
                throw new RunFault($"{Series.TrainLoss} became {value} in epoch {epoch} of the network that is trained on the real set. "
                    + "A smaller learning rate usually helps.");
            }

            run.Measured((Series.TrainLoss, value));
        }
    }
}
