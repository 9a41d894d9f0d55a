using static TorchSharp.torch;

namespace Engine.Networks;

/// <summary>Values of a network's parameters, then of its buffers. Owns its tensors.</summary>
/// <param name="Tensors">In the order of <see cref="Network.Parameters"/> and <see cref="Network.Buffers"/>.</param>
internal sealed record NetworkValues(IReadOnlyList<Tensor> Tensors) : IDisposable
{
    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in Tensors) tensor.Dispose();
    }
}
