using Contracts;
using Engine.Data;
using Engine.Networks;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Distillation;

/// <summary>Where the synthetic images of each class lie, beside the real ones, in the eyes of one untrained network that never changes.</summary>
/// <remarks>The plane is that of the mean embeddings of the real classes, so the goals are spread as far as they can be. Owns its tensors.</remarks>
internal sealed class SetPath : IDisposable
{
    private const int RealImages = 64;

    private readonly IReadOnlyList<string> _classes;
    private readonly Network _network;
    private readonly Plane _plane;
    private readonly Tensor _real;

    /// <summary>Embeds up to 64 real images of each class.</summary>
    /// <param name="real">The real set.</param>
    /// <param name="network">The network; the path owns it.</param>
    /// <param name="random">Draws the real images.</param>
    public SetPath(ImageDataset real, Network network, Generator random)
    {
        (_classes, _network) = (real.Classes, network);
        using var scope = NewDisposeScope();
        _real = cat([.. real.TrainIndices.Select((members, c) => Mean(real.Sampler.OfClass(c, Math.Min(RealImages, members.Length), random)))])
            .DetachFromDisposeScope();
        _plane = Plane.Of(_real);
    }

    /// <summary>The goals.</summary>
    public IReadOnlyList<ProjectedPath> Goals => Paths(ProjectedPath.Real, _real);

    /// <summary>The places of the classes of a set now.</summary>
    public IReadOnlyList<ProjectedPath> Places(SyntheticSet set)
    {
        using var scope = NewDisposeScope();
        return Paths(ProjectedPath.Synthetic, cat([.. Enumerable.Range(0, _classes.Count).Select(c => Mean(set.OfClass(c)))]));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _network.Dispose();
        _plane.Dispose();
        _real.Dispose();
    }

    private Tensor Mean(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        return _network.Embed(images, training: true).mean([0], keepdim: true).MoveToOuterDisposeScope();
    }

    private List<ProjectedPath> Paths(string group, Tensor means)
    {
        var (x, y) = _plane.Project(means);
        return [.. _classes.Select((name, c) => new ProjectedPath(group, name, [x[c]], [y[c]]))];
    }
}
