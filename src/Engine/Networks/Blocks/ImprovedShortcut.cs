using Engine.Networks.Layers;

namespace Engine.Networks.Blocks;

/// <summary>
/// A shortcut that keeps what a strided 1×1 convolution throws away: max pooling, 1×1 convolution of stride 1 with bias, norm.
/// </summary>
/// <remarks>
/// With the branch skipped, a stride of 2 would see a quarter of the positions only. Sides that do not divide are rounded up, like the
/// branch's.
/// </remarks>
internal static class ImprovedShortcut
{
    /// <summary>The layers of the shortcut.</summary>
    public static IReadOnlyList<ILayer> Of(LayerPlan plan, int channels, int stride, string norm) =>
    [
        .. stride == 1 ? Array.Empty<ILayer>() : [new Pooling(plan, "max", stride, roundUp: true)],
        new Convolution(plan, channels, 1, padding: 0), .. BlockNorm.Choice(plan, norm),
    ];
}
