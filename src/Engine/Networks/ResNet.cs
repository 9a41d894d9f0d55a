using Engine.Networks.Blocks;
using Engine.Networks.Layers;

namespace Engine.Networks;

/// <summary>
/// Residual networks with the stem for small images (He et al. 2016): 3×3 convolution of stride 1, four stages, global average.
/// </summary>
/// <remarks>
/// ResNet-18, ten classes: 11,172,810 parameters for one channel without biases, 11,178,762 for three with. ResNet-50 with biases:
/// 23,547,402.
/// </remarks>
internal static class ResNet
{
    /// <summary>ResNet-10.</summary>
    public static IReadOnlyList<ILayer> Ten(ResNetOptions options, LayerPlan plan) =>
        Body(options, plan, [1, 1, 1, 1], bottleneck: false);

    /// <summary>ResNet-18.</summary>
    public static IReadOnlyList<ILayer> Eighteen(ResNetOptions options, LayerPlan plan) =>
        Body(options, plan, [2, 2, 2, 2], bottleneck: false);

    /// <summary>ResNet-34.</summary>
    public static IReadOnlyList<ILayer> ThirtyFour(ResNetOptions options, LayerPlan plan) =>
        Body(options, plan, [3, 4, 6, 3], bottleneck: false);

    /// <summary>ResNet-50.</summary>
    public static IReadOnlyList<ILayer> Fifty(ResNetOptions options, LayerPlan plan) =>
        Body(options, plan, [3, 4, 6, 3], bottleneck: true);

    /// <summary>The layers before the classifier.</summary>
    /// <param name="options">Width, norm, biases, shortcuts.</param>
    /// <param name="plan">The network so far.</param>
    /// <param name="stages">Blocks of each stage.</param>
    /// <param name="bottleneck">Blocks of 1×1, 3×3, 1×1 convolutions instead of two 3×3.</param>
    private static List<ILayer> Body(ResNetOptions options, LayerPlan plan, int[] stages, bool bottleneck)
    {
        var layers = new List<ILayer> { new Convolution(plan, options.Width, 3, bias: options.Bias) };
        layers.AddRange(BlockNorm.Choice(plan, options.Norm));
        layers.Add(new Activation());
        for (var stage = 0; stage < stages.Length; stage++)
        {
            for (var block = 0; block < stages[stage]; block++)
            {
                var stride = stage > 0 && block == 0 ? 2 : 1;
                var width = options.Width << stage;
                layers.Add(bottleneck ? Bottleneck.Of(plan, width, stride, options) : BasicBlock.Of(plan, width, stride, options));
            }
        }

        layers.Add(new GlobalAverage(plan));
        return layers;
    }
}
