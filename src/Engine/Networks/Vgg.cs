using Engine.Networks.Blocks;
using Engine.Networks.Layers;

namespace Engine.Networks;

/// <summary>VGG-11 for small images (Simonyan and Zisserman 2015): eight convolutions 3×3, five max poolings, one linear layer.</summary>
/// <remarks>Ten classes, with norm: 9,229,962 parameters for 1×28×28, 9,231,114 for 3×32×32.</remarks>
internal static class Vgg
{
    /// <summary>The layers before the classifier. The last six convolutions are three units of two.</summary>
    public static IReadOnlyList<ILayer> Body(VggOptions options, LayerPlan plan)
    {
        var width = options.Width;
        return
        [
            .. Single(width, plan.FirstPadding(1)), .. Single(2 * width, 1),
            .. Pair(4 * width), .. Pair(8 * width), .. Pair(8 * width),
        ];

        IEnumerable<ILayer> Single(int channels, int padding) =>
        [
            new Convolution(plan, channels, 3, padding: padding), .. Norm(plan), new Activation(), new Pooling(plan, "max"),
        ];

        IEnumerable<ILayer> Pair(int channels) =>
        [
            ChainUnit.Of(plan, new ChainStep(channels, 3), new ChainStep(channels, 3), poolBetween: false, Norm),
            new Pooling(plan, "max"),
        ];

        IEnumerable<ILayer> Norm(LayerPlan at) => BlockNorm.Choice(at, options.Norm);
    }
}
