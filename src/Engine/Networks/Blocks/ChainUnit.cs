using Engine.Networks.Layers;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Networks.Blocks;

/// <summary>Two chained convolutions taken as one: y = m·F(x) + (1 − m)·V(x) in training with DropPath, y = F(x) otherwise.</summary>
/// <remarks>
/// A network without shortcuts has no branch that could be skipped; such a pair is the smallest piece that may stand for one, and the
/// virtual shortcut V stands in for it. The choice is exclusive: nothing is scaled. V is gone at test time.
/// </remarks>
/// <param name="unit">Number among the network's units, from 0.</param>
/// <param name="body">F: convolution → norm → activation → (pooling) → convolution → norm → activation.</param>
/// <param name="shortcut">V; null where the network was planned without DropPath.</param>
internal sealed class ChainUnit(int unit, IReadOnlyList<ILayer> body, IReadOnlyList<ILayer>? shortcut) : ILayer
{
    private readonly Sequence _body = new(body);
    private readonly Sequence? _shortcut = shortcut is null ? null : new Sequence(shortcut);
    private readonly bool _mixesImages = body.Concat(shortcut ?? []).Any(layer => layer is Normalization { MixesImages: true });

    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass)
    {
        if (pass.DropPath is not { } dropPath) return _body.Apply(x, pass);
        if (_shortcut is null) throw new InvalidOperationException("DropPath needs a network that was planned with virtual shortcuts.");
        var (kept, skipped) = dropPath.Draw(unit, x.shape[0]);
        if (_mixesImages)
        {
            var mask = DropPath.Mask(kept, x);
            return (mask * _body.Apply(x, pass)).add(Number.From(Number.One, mask) * _shortcut.Apply(x, pass), Number.One);
        }

        // Each path sees its own images only: the same numbers, and no work whose result is multiplied by zero.
        if (skipped.Length == 0) return _body.Apply(x, pass).add(Nothing(_shortcut, x, pass), Number.One);
        if (kept.Length == 0) return _shortcut.Apply(x, pass).add(Nothing(_body, x, pass), Number.One);
        var order = new long[x.shape[0]];
        for (var i = 0; i < kept.Length; i++) order[kept[i]] = i;
        for (var i = 0; i < skipped.Length; i++) order[skipped[i]] = kept.Length + i;
        var both = cat([_body.Apply(x.index_select(0, Index(kept, x)), pass), _shortcut.Apply(x.index_select(0, Index(skipped, x)), pass)]);
        return both.index_select(0, Index(order, x));
    }

    /// <summary>Gives a path that no image takes gradient zero, as under a mask, so that an optimiser's momentum moves it on.</summary>
    private static Tensor Nothing(Sequence path, Tensor x, ForwardPass pass) => path.Apply(x.narrow(0, 0, 1), pass).mul(Number.Of(0));

    private static Tensor Index(long[] images, Tensor x) => tensor(images, device: x.device);
}
