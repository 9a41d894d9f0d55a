using Engine.Networks.Layers;

namespace Engine.Networks.Blocks;

/// <summary>The residual block of ResNet-50: 1×1, 3×3 and 1×1 convolutions, four times as wide at its end.</summary>
internal static class Bottleneck
{
    private const int Expansion = 4;

    /// <summary>Plans a block.</summary>
    public static ResidualBlock Of(LayerPlan plan, int channels, int stride, ResNetOptions options)
    {
        var from = plan.Shape;
        IReadOnlyList<ILayer> branch =
        [
            new Convolution(plan, channels, 1, bias: options.Bias), .. BlockNorm.Choice(plan, options.Norm), new Activation(),
            new Convolution(plan, channels, 3, stride, bias: options.Bias), .. BlockNorm.Choice(plan, options.Norm), new Activation(),
            new Convolution(plan, Expansion * channels, 1, bias: options.Bias), .. BlockNorm.Choice(plan, options.Norm),
        ];
        return ResidualBlock.Of(plan, from, branch, stride, options);
    }
}
