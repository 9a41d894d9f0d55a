using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>Layers one after the other.</summary>
internal sealed class Sequence(IReadOnlyList<ILayer> layers) : ILayer
{
    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass)
    {
        foreach (var layer in layers) x = layer.Apply(x, pass);
        return x;
    }
}
