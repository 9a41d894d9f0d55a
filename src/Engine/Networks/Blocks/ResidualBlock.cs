using Engine.Networks.Layers;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Networks.Blocks;

/// <summary>y = ReLU(F(x) + S(x)): a branch F that ends with a norm, and a shortcut S.</summary>
/// <param name="unit">Number of the block among the network's units, from 0.</param>
/// <param name="branch">F.</param>
/// <param name="shortcut">S; null is the identity.</param>
internal sealed class ResidualBlock(int unit, ILayer branch, ILayer? shortcut) : ILayer
{
    /// <summary>Number of the block among the network's units, from 0.</summary>
    public int Unit { get; } = unit;

    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass) =>
        nn.functional.relu(branch.Apply(x, pass) + (shortcut is null ? x : shortcut.Apply(x, pass)));

    /// <summary>Plans a block whose branch has been planned from <paramref name="from"/> on.</summary>
    /// <param name="plan">The network so far, at the end of the branch.</param>
    /// <param name="from">The shape where the branch began.</param>
    /// <param name="branch">The layers of the branch.</param>
    /// <param name="stride">By how much the branch shrinks the image.</param>
    /// <param name="options">Norm, biases, shortcuts.</param>
    public static ResidualBlock Of(LayerPlan plan, ImageShape from, IReadOnlyList<ILayer> branch, int stride, ResNetOptions options)
    {
        var shape = plan.Shape;
        if (stride == 1 && from.Channels == shape.Channels) return new ResidualBlock(plan.NextUnit(), new Sequence(branch), null);
        plan.Return(from);
        var layers = options.ImprovedShortcut
            ? ImprovedShortcut.Of(plan, shape.Channels, stride, options.Norm)
            : [new Convolution(plan, shape.Channels, 1, stride, padding: 0, bias: options.Bias), .. BlockNorm.Choice(plan, options.Norm)];
        return new ResidualBlock(plan.NextUnit(), new Sequence(branch), new Sequence(layers));
    }
}
