using Engine.Data;

namespace Engine.Distillation;

/// <summary>Makes a synthetic set from a real one: the whole of a method.</summary>
internal interface IDistiller
{
    /// <summary>Runs the method to its end. The caller owns the result.</summary>
    /// <param name="run">The real set, the training network, seeds, and the loop that measures, stores and stops.</param>
    SyntheticSet Distill(DistillationRun run);

    /// <summary>What the method will hold at its fullest moment.</summary>
    /// <param name="real">The real set.</param>
    MemoryNeed Need(ImageDataset real);
}
