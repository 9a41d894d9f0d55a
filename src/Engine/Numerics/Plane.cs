using static TorchSharp.torch;

namespace Engine.Numerics;

/// <summary>The plane of the two directions of largest variance of some points (principal component analysis). Owns its tensors.</summary>
internal sealed class Plane : IDisposable
{
    private readonly Tensor _centre;
    private readonly Tensor _axes;

    private Plane(Tensor centre, Tensor axes) => (_centre, _axes) = (centre, axes);

    /// <summary>The plane of points [N, D]. The largest entry of each axis is positive, so that the same points give the same picture.</summary>
    /// <remarks>By the N × N matrix of products: D may be a million.</remarks>
    public static Plane Of(Tensor points)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        var centre = points.mean([0]);
        var centred = points - centre;
        var (_, vectors) = linalg.eigh(centred.mm(centred.t()).cpu());
        var axes = vectors.flip(1).narrow(1, 0, Math.Min(2, vectors.shape[1])).t().to(points.device).mm(centred);
        axes = axes / axes.norm(1, keepdim: true).clamp_min(Number.Of(1e-12));
        var largest = axes.gather(1, axes.abs().argmax(1, keepdim: true));
        return new Plane(centre.DetachFromDisposeScope(), (axes * largest.sign()).DetachFromDisposeScope());
    }

    /// <summary>Coordinates of points [N, D] in the plane. A plane of one point has one place.</summary>
    public (IReadOnlyList<double> X, IReadOnlyList<double> Y) Project(Tensor points)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        var places = (points.detach() - _centre).mm(_axes.t()).cpu();
        return (Column(0), Column(1));

        double[] Column(long axis) => axis < places.shape[1]
            ? [.. places.select(1, axis).contiguous().data<float>().Select(value => (double)value)]
            : new double[places.shape[0]];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _centre.Dispose();
        _axes.Dispose();
    }
}
