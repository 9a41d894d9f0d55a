using Engine.Networks.Layers;

namespace Engine.Networks;

/// <summary>
/// ConvNet-D (Gidaris and Komodakis 2018, as used by Zhao et al., ICLR 2021): D times convolution 3×3 → norm → activation → pooling.
/// </summary>
/// <remarks>Width 128, depth 3, ten classes: 317,706 parameters for one channel of 28 pixels, 320,010 for three of 32.</remarks>
internal static class ConvNet
{
    // Group norm of the published ablation.
    private const int Groups = 4;

    /// <summary>The layers before the classifier.</summary>
    public static IReadOnlyList<ILayer> Body(ConvNetOptions options, LayerPlan plan)
    {
        var layers = new List<ILayer>();
        for (var block = 0; block < options.Depth; block++)
        {
            var width = options.Doubling ? options.Width << block : options.Width;
            layers.Add(new Convolution(plan, width, 3, padding: block == 0 ? plan.FirstPadding(1) : 1));
            layers.AddRange(Normalization.Choice(plan, options.Norm, Groups, fused: options is { Activation: "relu", Pooling: "average" }));
            layers.Add(new Activation(options.Activation));
            layers.AddRange(Pooling.Choice(plan, options.Pooling));
        }

        return layers;
    }
}
