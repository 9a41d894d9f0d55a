using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>Layers one after the other.</summary>
/// <remarks>
/// What passes between two layers is let go of as soon as the second has taken it. The graph keeps what a backward pass needs; everything else is
/// memory for the next layer while it still is in the cache. A norm, the ReLU after it and the pooling after that are one step where the norm can do so.
/// </remarks>
internal sealed class Sequence : ILayer
{
    private readonly IReadOnlyList<ILayer> _layers;

    /// <summary>What follows each layer and can be done in the same walk.</summary>
    private readonly NormTail[] _tails;

    /// <summary>Layers in their order.</summary>
    public Sequence(IReadOnlyList<ILayer> layers) => (_layers, _tails) = (layers, [.. layers.Select((_, i) => Tail(layers, i))]);

    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass)
    {
        var entered = x;
        for (var i = 0; i < _layers.Count; i++)
        {
            var isOurs = !ReferenceEquals(x, entered);
            var tail = _layers[i] is Normalization first && first.Fuses(x) ? _tails[i] : NormTail.None;
            var next = _layers[i] switch
            {
                Normalization norm when tail != NormTail.None => norm.Apply(x, pass, tail),
                Activation activation when isOurs => activation.Consume(x, pass),
                Convolution convolution when i + 1 < _layers.Count && _layers[i + 1] is Normalization => convolution.BeforeNorm(x, pass),
                var layer => layer.Apply(x, pass),
            };
            i += tail switch { NormTail.ReluAverage => 2, NormTail.Relu => 1, _ => 0 };
            if (isOurs && !ReferenceEquals(x, next)) x.Dispose();
            x = next;
        }

        return x;
    }

    private static NormTail Tail(IReadOnlyList<ILayer> layers, int i) =>
        layers[i] is not Normalization || i + 1 >= layers.Count || layers[i + 1] is not Activation { IsRelu: true } ? NormTail.None
        : i + 2 < layers.Count && layers[i + 2] is Pooling { IsAverageOfFour: true } ? NormTail.ReluAverage
        : NormTail.Relu;
}
