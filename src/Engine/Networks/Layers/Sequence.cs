using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>Layers one after the other.</summary>
/// <remarks>
/// What passes between two layers is let go of as soon as the second has taken it. The graph keeps what a backward pass needs; everything else is
/// memory for the next layer while it still is in the cache.
/// </remarks>
internal sealed class Sequence(IReadOnlyList<ILayer> layers) : ILayer
{
    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass)
    {
        var entered = x;
        for (var i = 0; i < layers.Count; i++)
        {
            var isOurs = !ReferenceEquals(x, entered);
            var next = layers[i] switch
            {
                Activation activation when isOurs => activation.Consume(x, pass),
                Convolution convolution when i + 1 < layers.Count && layers[i + 1] is Normalization => convolution.BeforeNorm(x, pass),
                var layer => layer.Apply(x, pass),
            };
            if (isOurs && !ReferenceEquals(x, next)) x.Dispose();
            x = next;
        }

        return x;
    }
}
