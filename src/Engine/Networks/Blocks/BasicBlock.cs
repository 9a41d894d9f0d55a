using Engine.Networks.Layers;

namespace Engine.Networks.Blocks;

/// <summary>The residual block of ResNet-10, -18 and -34: two 3×3 convolutions.</summary>
internal static class BasicBlock
{
    /// <summary>Plans a block.</summary>
    public static ResidualBlock Of(LayerPlan plan, int channels, int stride, ResNetOptions options)
    {
        var from = plan.Shape;
        IReadOnlyList<ILayer> branch =
        [
            new Convolution(plan, channels, 3, stride, bias: options.Bias), .. BlockNorm.Choice(plan, options.Norm), new Activation(),
            new Convolution(plan, channels, 3, bias: options.Bias), .. BlockNorm.Choice(plan, options.Norm),
        ];
        return ResidualBlock.Of(plan, from, branch, stride, options);
    }
}
