using Engine.Networks.Layers;

namespace Engine.Networks.Blocks;

/// <summary>The normalisation of the test networks: as named, group norm with sixteen channels per group.</summary>
internal static class BlockNorm
{
    private const int Channels = 16;

    /// <summary>The layers of a choice at the present width: none for "none".</summary>
    public static IEnumerable<ILayer> Choice(LayerPlan plan, string kind) =>
        Normalization.Choice(plan, kind, Math.Max(1, plan.Shape.Channels / Channels));
}
