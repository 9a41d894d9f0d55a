using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>One running average per parameter, of its shape, that starts at zero. Owns its tensors.</summary>
internal sealed class Moments(IReadOnlyList<Tensor> parameters) : IDisposable
{
    private readonly IReadOnlyList<Tensor> _tensors = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];

    /// <summary>The average of a parameter.</summary>
    public Tensor this[int parameter] => _tensors[parameter];

    /// <summary>Back to zero.</summary>
    public void Reset()
    {
        foreach (var tensor in _tensors) tensor.zero_();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in _tensors) tensor.Dispose();
    }
}
