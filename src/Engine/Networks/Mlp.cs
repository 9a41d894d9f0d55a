using Engine.Networks.Layers;

namespace Engine.Networks;

/// <summary>A perceptron with two hidden layers and ReLU (Zhao et al., ICLR 2021).</summary>
/// <remarks>118,282 parameters for 1×28×28 and ten classes.</remarks>
internal static class Mlp
{
    /// <summary>The layers before the classifier.</summary>
    public static IReadOnlyList<ILayer> Body(MlpOptions options, LayerPlan plan) =>
        [new Dense(plan, options.Width), new Activation(), new Dense(plan, options.Width), new Activation()];
}
