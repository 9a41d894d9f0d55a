using Engine.Networks.Layers;
using static TorchSharp.torch;

namespace Engine.Networks.Blocks;

/// <summary>Two convolutions of a chain network taken as one: convolution → norm → ReLU → (pooling) → convolution → norm → ReLU.</summary>
/// <remarks>
/// A network without shortcuts has no branch that could be skipped; such a pair is the smallest piece that may stand for one.
/// </remarks>
/// <param name="unit">Number among the network's units, from 0.</param>
/// <param name="body">The layers of the pair.</param>
internal sealed class ChainUnit(int unit, ILayer body) : ILayer
{
    /// <summary>Number among the network's units, from 0.</summary>
    public int Unit { get; } = unit;

    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass) => body.Apply(x, pass);

    /// <summary>Plans a unit.</summary>
    /// <param name="plan">The network so far.</param>
    /// <param name="first">The first convolution.</param>
    /// <param name="second">The second convolution.</param>
    /// <param name="poolBetween">Whether 2×2 max pooling lies between them.</param>
    /// <param name="norm">The norm after each convolution.</param>
    public static ChainUnit Of(
        LayerPlan plan, ChainStep first, ChainStep second, bool poolBetween, Func<LayerPlan, IEnumerable<ILayer>> norm) =>
        new(plan.NextUnit(), new Sequence(
        [
            new Convolution(plan, first.Channels, first.Kernel), .. norm(plan), new Activation(),
            .. poolBetween ? (ILayer[])[new Pooling(plan, "max")] : [],
            new Convolution(plan, second.Channels, second.Kernel), .. norm(plan), new Activation(),
        ]));
}
