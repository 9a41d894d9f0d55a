using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>DropPath (Huang et al., Deep Networks with Stochastic Depth, ECCV 2016), per image: which images keep the branch of a unit.</summary>
/// <remarks>
/// Every unit draws on its own, for every image on its own. A residual branch that is kept counts 1/p, so that its mean is that of the
/// network without DropPath; a chain unit chooses between its body and its virtual shortcut and is not scaled.
/// </remarks>
internal sealed class DropPath
{
    private readonly Func<int, bool> _keeps;

    private DropPath(double keepRate, Func<int, bool> keeps) => (KeepRate, _keeps) = (keepRate, keeps);

    /// <summary>The probability p that a branch is kept, above 0 to 1.</summary>
    public double KeepRate { get; }

    /// <summary>Draws anew for every unit and image; null, which skips nothing, at keep rate 1.</summary>
    public static DropPath? Sampled(double keepRate, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keepRate);
        return keepRate >= 1 ? null : new DropPath(keepRate, _ => random.NextDouble() < keepRate);
    }

    /// <summary>One sub-network: the same units are kept for every image, scaled as in training.</summary>
    public static DropPath SubNetwork(IReadOnlyList<bool> kept, double keepRate) => new(keepRate, unit => kept[unit]);

    /// <summary>The images of a batch that keep the branch of a unit, and those that skip it, ascending.</summary>
    public (long[] Kept, long[] Skipped) Draw(int unit, long batch)
    {
        List<long> kept = [], skipped = [];
        for (var i = 0L; i < batch; i++) (_keeps(unit) ? kept : skipped).Add(i);
        return ([.. kept], [.. skipped]);
    }

    /// <summary>1 for the images of a list, 0 for the others: [N, 1, 1, 1] in the type and on the device of x.</summary>
    public static Tensor Mask(long[] images, Tensor x)
    {
        var mask = new float[x.shape[0]];
        foreach (var image in images) mask[image] = 1;
        return tensor(mask, [mask.Length, 1, 1, 1]).to(x.dtype).to(x.device);
    }
}
