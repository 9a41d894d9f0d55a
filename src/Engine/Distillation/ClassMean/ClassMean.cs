using Engine.Data;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Distillation.ClassMean;

/// <summary>Class means: every image is the mean of a random part of its class, and no real image is in two parts.</summary>
/// <remarks>A baseline without a network. The parts of a class differ in size by one at most; with one image per class it is the mean of the class.</remarks>
internal sealed class ClassMean(ClassMeanOptions options) : IDistiller
{
    /// <inheritdoc />
    public SyntheticSet Distill(DistillationRun run)
    {
        using var random = run.Seeds.Generator("init");
        var synthetic = SyntheticSet.FromReal(run.Real, options.ImagesPerClass, random);
        foreach (var _ in run.Iterations(1, synthetic))
        {
            using var scope = NewDisposeScope();
            synthetic.Images.copy_(Means(run.Real, options.ImagesPerClass, run.Seeds));
            run.Count(run.Real.Train.Count);
        }

        return synthetic;
    }

    /// <inheritdoc />
    public MemoryNeed Need(ImageDataset real) => new() { ParameterCopies = 0, Values = real.TrainIndices.Max(members => members.Length) * (double)real.Shape.Size };

    /// <summary>[classes · n, C, H, W].</summary>
    private static Tensor Means(ImageDataset real, int n, Seeds seeds)
    {
        using var random = seeds.Generator("parts");
        var means = new List<Tensor>();
        for (var c = 0; c < real.Classes.Count; c++)
        {
            using var scope = NewDisposeScope();
            var members = real.Sampler.OfClass(c, real.TrainIndices[c].Length, random);
            means.Add(stack(members.tensor_split(n).Select(part => part.mean([0]))).MoveToOuterDisposeScope());
        }

        return cat(means);
    }
}
