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
        foreach (var layer in layers)
        {
            var isOurs = !ReferenceEquals(x, entered);
            var next = isOurs && layer is Activation activation ? activation.Consume(x, pass) : layer.Apply(x, pass);
            if (isOurs && !ReferenceEquals(x, next)) x.Dispose();
            x = next;
        }

        return x;
    }
}
