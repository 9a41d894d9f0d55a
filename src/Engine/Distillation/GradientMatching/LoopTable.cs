namespace Engine.Distillation.GradientMatching;

/// <summary>How often a network is matched (outer) and for how many epochs it is trained in between (inner), by images per class.</summary>
/// <remarks>
/// Published for 1, 10, 20, 30, 40 and 50 images per class. In between both numbers are interpolated linearly and rounded, halves up,
/// which keeps outer = images per class, as published; above 50 they stay those of 50.
/// </remarks>
internal static class LoopTable
{
    private static readonly (int ImagesPerClass, int Outer, int Inner)[] Published =
        [(1, 1, 1), (10, 10, 50), (20, 20, 25), (30, 30, 20), (40, 40, 15), (50, 50, 10)];

    /// <summary>Both loops.</summary>
    /// <param name="imagesPerClass">At least 1.</param>
    public static (int Outer, int Inner) For(int imagesPerClass)
    {
        var above = Array.FindIndex(Published, row => row.ImagesPerClass >= imagesPerClass);
        if (above < 0) return (Published[^1].Outer, Published[^1].Inner);
        var (to, from) = (Published[above], Published[Math.Max(0, above - 1)]);
        var share = to == from ? 0 : (double)(imagesPerClass - from.ImagesPerClass) / (to.ImagesPerClass - from.ImagesPerClass);
        return (Between(from.Outer, to.Outer), Between(from.Inner, to.Inner));

        int Between(int start, int end) => (int)Math.Round(start + share * (end - start), MidpointRounding.AwayFromZero);
    }
}
