using Engine.Networks.Layers;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Networks.Blocks;

/// <summary>y = ReLU((m/p)·F(x) + S(x)): a branch F that ends with a norm, and a shortcut S; m/p is 1 without DropPath.</summary>
/// <param name="unit">Number of the block among the network's units, from 0.</param>
/// <param name="branch">F.</param>
/// <param name="shortcut">S; null is the identity.</param>
internal sealed class ResidualBlock(int unit, IReadOnlyList<ILayer> branch, IReadOnlyList<ILayer>? shortcut) : ILayer
{
    private readonly Sequence _branch = new(branch);
    private readonly Sequence? _shortcut = shortcut is null ? null : new Sequence(shortcut);
    private readonly bool _mixesImages = branch.Any(layer => layer is Normalization { MixesImages: true });

    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass)
    {
        if (pass.DropPath is { } dropPath) return Dropped(x, pass, dropPath);
        return Sum(_branch.Apply(x, pass), x, pass);
    }

    /// <summary>Plans a block whose branch has been planned from <paramref name="from"/> on.</summary>
    /// <param name="plan">The network so far, at the end of the branch.</param>
    /// <param name="from">The shape where the branch began.</param>
    /// <param name="branch">The layers of the branch.</param>
    /// <param name="stride">By how much the branch shrinks the image.</param>
    /// <param name="options">Norm, biases, shortcuts.</param>
    public static ResidualBlock Of(LayerPlan plan, ImageShape from, IReadOnlyList<ILayer> branch, int stride, ResNetOptions options)
    {
        var shape = plan.Shape;
        if (stride == 1 && from.Channels == shape.Channels) return new ResidualBlock(plan.NextUnit(), branch, null);
        plan.Return(from);
        var layers = options.ImprovedShortcut || plan.Style.ImprovedShortcut
            ? ImprovedShortcut.Of(plan, shape.Channels, stride, options)
            : [new Convolution(plan, shape.Channels, 1, stride, padding: 0, bias: options.Bias), .. BlockNorm.Choice(plan, options.Norm)];
        return new ResidualBlock(plan.NextUnit(), branch, layers);
    }

    private Tensor Shortcut(Tensor x, ForwardPass pass) => _shortcut is null ? x : _shortcut.Apply(x, pass);

    /// <summary>ReLU(F + S), in place of F: no backward pass asks for what a norm gave, so it need not be kept.</summary>
    private Tensor Sum(Tensor branch, Tensor x, ForwardPass pass)
    {
        if (_shortcut is null) return branch.add_(x, Number.One).relu_();
        using var shortcut = _shortcut.Apply(x, pass);
        return branch.add_(shortcut, Number.One).relu_();
    }

    private Tensor Dropped(Tensor x, ForwardPass pass, DropPath dropPath)
    {
        var (kept, _) = dropPath.Draw(unit, x.shape[0]);
        if (_mixesImages) return Sum(_branch.Apply(x, pass).mul_(DropPath.Mask(kept, x).div_(Number.Of(dropPath.KeepRate))), x, pass);

        // Only the images that keep the branch go through it: the same numbers, and no work whose result is multiplied by zero. Where none
        // does, the first one counts nothing: the branch has gradient zero then, as under a mask, and an optimiser's momentum moves it on.
        if (kept.Length == x.shape[0]) return Sum(_branch.Apply(x, pass).div_(Number.Of(dropPath.KeepRate)), x, pass);
        using var images = tensor(kept.Length == 0 ? [0] : kept, device: x.device);
        using var seen = x.index_select(0, images);
        using var branch = _branch.Apply(seen, pass);
        var scale = kept.Length == 0 ? 0 : 1 / dropPath.KeepRate;
        return Shortcut(x, pass).index_add(0, images, branch, alpha: Number.Of(scale)).relu_();
    }
}
