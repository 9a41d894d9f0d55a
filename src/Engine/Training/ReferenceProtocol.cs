using Engine.Data;

namespace Engine.Training;

/// <summary>How the field judges a synthetic set: <c>evaluate_synset</c> of the dataset condensation code (Zhao et al.), as DC, DSA, DM and MTT use it.</summary>
internal static class ReferenceProtocol
{
    /// <summary>SGD with one drop of the rate past half of the epochs, at which the momentum is forgotten; E + 1 epochs are trained.</summary>
    public static TrainingPlan Plan(
        int epochs, double learningRate, double momentum, double weightDecay, int batchSize, DiffAugment augmentation, int operationsPerBatch) => new()
        {
            Epochs = epochs + 1,
            BatchSize = batchSize,
            Augmentation = augmentation,
            OperationsPerBatch = operationsPerBatch,
            Optimizer = parameters => new Sgd(parameters, momentum, weightDecay),
            LearningRate = now => Schedules.HalfwayDrop(learningRate, now.Epoch, epochs),
            Forgets = epoch => Schedules.IsAfterDrop(epoch, epochs) && !Schedules.IsAfterDrop(epoch - 1, epochs),
        };
}
