using Engine.Networks.Blocks;
using Engine.Networks.Layers;

namespace Engine.Networks;

/// <summary>
/// AlexNet for small images (Krizhevsky et al. 2012; the variant of Zhao et al., ICLR 2021): five convolutions, one linear layer.
/// </summary>
/// <remarks>Ten classes: 1,865,802 parameters for 1×28×28 without norm, 1,874,122 for 3×32×32 with one after each convolution.</remarks>
internal static class AlexNet
{
    /// <summary>The layers before the classifier. With DropPath, the second and third, the fourth and fifth convolution are one unit each.</summary>
    public static IReadOnlyList<ILayer> Body(AlexNetOptions options, LayerPlan plan)
    {
        var (narrow, middle, wide) = (options.Width, options.Width * 3 / 2, options.Width * 2);
        return
        [
            .. Convolved(narrow, 5, plan.FirstPadding(2)), new Pooling(plan, "max"),
            .. Convolved(middle, 5), new Pooling(plan, "max"),
            .. Convolved(wide, 3), .. Convolved(middle, 3), .. Convolved(middle, 3), new Pooling(plan, "max"),
        ];

        IEnumerable<ILayer> Convolved(int channels, int kernel, int? padding = null) =>
            [new Convolution(plan, channels, kernel, padding: padding), .. BlockNorm.Choice(plan, options.Norm), new Activation()];
    }
}
