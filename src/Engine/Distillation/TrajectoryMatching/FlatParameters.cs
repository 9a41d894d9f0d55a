using Engine.Networks;
using static TorchSharp.torch;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>
/// All parameters of a network as one vector, in the order of its layers: steps and distances are then single operations.
/// </summary>
internal sealed class FlatParameters(Network network)
{
    private readonly long[][] _shapes = [.. network.Parameters.Select(parameter => parameter.shape)];
    private readonly long[] _sizes = [.. network.Parameters.Select(parameter => parameter.numel())];

    /// <summary>Length of the vector.</summary>
    public long Count => _sizes.Sum();

    /// <summary>The network's own parameters now, as a copy without a graph.</summary>
    public static Tensor Of(Network network)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        return cat([.. network.Parameters.Select(parameter => parameter.flatten())]).MoveToOuterDisposeScope();
    }

    /// <summary>A vector as the parameters of a forward pass; differentiable by the vector.</summary>
    public IReadOnlyList<Tensor> Split(Tensor flat) => [.. flat.split(_sizes).Zip(_shapes, (part, shape) => part.view(shape))];
}
