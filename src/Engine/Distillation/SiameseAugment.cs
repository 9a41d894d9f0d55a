using Engine.Data;
using static TorchSharp.torch;

namespace Engine.Distillation;

/// <summary>The same augmentation for the real and the synthetic images of a class, drawn anew for each class.</summary>
internal static class SiameseAugment
{
    /// <summary>Augmented real and synthetic images, both class by class as they came.</summary>
    /// <param name="augmentation">What may be drawn.</param>
    /// <param name="real">[classes · n, C, H, W].</param>
    /// <param name="synthetic">[classes · m, C, H, W].</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="random">Source of chance.</param>
    public static (Tensor Real, Tensor Synthetic) ByClass(DiffAugment augmentation, Tensor real, Tensor synthetic, int classes, Random random)
    {
        var realOfClass = real.chunk(classes);
        var syntheticOfClass = synthetic.chunk(classes);
        for (var c = 0; c < classes; c++)
        {
            var draw = augmentation.Draw(random, batch: 1, siamese: true);
            realOfClass[c] = augmentation.Apply(realOfClass[c], draw);
            syntheticOfClass[c] = augmentation.Apply(syntheticOfClass[c], draw);
        }

        return (cat(realOfClass), cat(syntheticOfClass));
    }
}
