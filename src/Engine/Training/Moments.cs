using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>One running average per parameter, of its shape, that starts at zero. Owns its tensors.</summary>
internal sealed class Moments(IReadOnlyList<Tensor> parameters) : IDisposable
{
    /// <summary>The averages.</summary>
    public IReadOnlyList<Tensor> Tensors { get; } = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];

    /// <summary>The average of a parameter.</summary>
    public Tensor this[int parameter] => Tensors[parameter];

    /// <summary>Back to zero.</summary>
    public void Reset()
    {
        foreach (var tensor in Tensors) tensor.zero_();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in Tensors) tensor.Dispose();
    }
}
