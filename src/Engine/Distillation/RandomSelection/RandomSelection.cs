using Engine.Data;

namespace Engine.Distillation.RandomSelection;

/// <summary>Random subset: so many real images per class, uniformly and without repeats. The honest baseline of every method.</summary>
/// <remarks>Expected: Fashion-MNIST 51.4 / 73.8 / 82.5 % at 1 / 10 / 50 images per class with a ConvNet (Zhao &amp; Bilen, WACV 2023).</remarks>
internal sealed class RandomSelection(RandomSelectionOptions options) : IDistiller
{
    /// <inheritdoc />
    public SyntheticSet Distill(DistillationRun run)
    {
        using var random = run.Seeds.Generator("init");
        var chosen = SyntheticSet.FromReal(run.Real, options.ImagesPerClass, random);
        foreach (var _ in run.Iterations(1, chosen)) run.Count(chosen.Count);
        return chosen;
    }

    /// <inheritdoc />
    public MemoryNeed Need(ImageDataset real) => new() { ParameterCopies = 0 };
}
