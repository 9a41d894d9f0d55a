using Engine.Networks.Blocks;
using Engine.Networks.Layers;

namespace Engine.Networks;

/// <summary>VGG-11 for small images (Simonyan and Zisserman 2015): eight convolutions 3×3, five max poolings, one linear layer.</summary>
/// <remarks>Ten classes, with norm: 9,229,962 parameters for 1×28×28, 9,231,114 for 3×32×32.</remarks>
internal static class Vgg
{
    /// <summary>The layers before the classifier. With DropPath, the last six convolutions are three units of two.</summary>
    public static IReadOnlyList<ILayer> Body(VggOptions options, LayerPlan plan)
    {
        var width = options.Width;
        return
        [
            .. Convolved(width, plan.FirstPadding(1)), new Pooling(plan, "max"),
            .. Convolved(2 * width), new Pooling(plan, "max"),
            .. Convolved(4 * width), .. Convolved(4 * width), new Pooling(plan, "max"),
            .. Convolved(8 * width), .. Convolved(8 * width), new Pooling(plan, "max"),
            .. Convolved(8 * width), .. Convolved(8 * width), new Pooling(plan, "max"),
        ];

        IEnumerable<ILayer> Convolved(int channels, int padding = 1) =>
            [new Convolution(plan, channels, 3, padding: padding), .. BlockNorm.Choice(plan, options.Norm), new Activation()];
    }
}
