using Engine.Networks.Layers;

namespace Engine.Networks;

/// <summary>LeNet-5 with ReLU and max pooling (LeCun et al. 1998; the variant of Zhao et al., ICLR 2021).</summary>
/// <remarks>61,706 parameters for 1×28×28 and ten classes.</remarks>
internal static class LeNet
{
    /// <summary>The layers before the classifier.</summary>
    public static IReadOnlyList<ILayer> Body(LeNetOptions options, LayerPlan plan) =>
    [
        new Convolution(plan, 6, 5, padding: plan.FirstPadding(0)), new Activation(), new Pooling(plan, "max"),
        new Convolution(plan, 16, 5, padding: 0), new Activation(), new Pooling(plan, "max"),
        new Dense(plan, options.Hidden), new Activation(),
        new Dense(plan, options.Features), new Activation(),
    ];
}
