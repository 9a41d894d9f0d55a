using Engine.Networks.Blocks;
using Engine.Networks.Layers;

namespace Engine.Networks;

/// <summary>
/// AlexNet for small images (Krizhevsky et al. 2012; the variant of Zhao et al., ICLR 2021): five convolutions, one linear layer.
/// </summary>
/// <remarks>Ten classes: 1,865,802 parameters for 1×28×28 without norm, 1,874,122 for 3×32×32 with one after each convolution.</remarks>
internal static class AlexNet
{
    /// <summary>The layers before the classifier. The second and third, the fourth and fifth convolution are one unit each.</summary>
    public static IReadOnlyList<ILayer> Body(AlexNetOptions options, LayerPlan plan)
    {
        var (narrow, middle, wide) = (options.Width, options.Width * 3 / 2, options.Width * 2);
        return
        [
            new Convolution(plan, narrow, 5, padding: plan.FirstPadding(2)), .. Norm(plan), new Activation(), new Pooling(plan, "max"),
            ChainUnit.Of(plan, new ChainStep(middle, 5), new ChainStep(wide, 3), poolBetween: true, Norm),
            ChainUnit.Of(plan, new ChainStep(middle, 3), new ChainStep(middle, 3), poolBetween: false, Norm),
            new Pooling(plan, "max"),
        ];

        IEnumerable<ILayer> Norm(LayerPlan at) => BlockNorm.Choice(at, options.Norm);
    }
}
