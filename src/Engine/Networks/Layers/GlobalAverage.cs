using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>The mean of each channel: [N, C, H, W] → [N, C, 1, 1].</summary>
internal sealed class GlobalAverage : ILayer
{
    /// <summary>Declares the layer.</summary>
    public GlobalAverage(LayerPlan plan) => plan.Becomes(new ImageShape(plan.Shape.Channels, 1, 1), "global pooling");

    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass) => x.mean([2, 3], keepdim: true);
}
