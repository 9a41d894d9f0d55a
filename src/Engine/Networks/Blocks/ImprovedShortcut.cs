using Engine.Networks.Layers;

namespace Engine.Networks.Blocks;

/// <summary>
/// A shortcut that keeps what a strided 1×1 convolution throws away: max pooling, 1×1 convolution of stride 1, norm.
/// </summary>
/// <remarks>
/// With the branch skipped, a stride of 2 would see a quarter of the positions only. Sides that do not divide are rounded up, like the
/// branch's. Its parameters are those of the ordinary shortcut: both start a network with the same weights.
/// </remarks>
internal static class ImprovedShortcut
{
    /// <summary>The layers of the shortcut.</summary>
    public static IReadOnlyList<ILayer> Of(LayerPlan plan, int channels, int stride, ResNetOptions options) =>
    [
        .. stride == 1 ? Array.Empty<ILayer>() : [new Pooling(plan, "max", stride, roundUp: true)],
        new Convolution(plan, channels, 1, padding: 0, bias: options.Bias), .. BlockNorm.Choice(plan, options.Norm),
    ];
}
