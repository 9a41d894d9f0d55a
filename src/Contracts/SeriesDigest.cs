namespace Contracts;

/// <summary>A series in five numbers.</summary>
/// <param name="Count">Points.</param>
/// <param name="Last">The newest value.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
/// <param name="Mean">The mean of all.</param>
public readonly record struct SeriesDigest(long Count, double Last, double Min, double Max, double Mean)
{
    /// <summary>The digest after one more point.</summary>
    public SeriesDigest With(double value) => Count == 0
        ? new SeriesDigest(1, value, value, value, value)
        : new SeriesDigest(Count + 1, value, Math.Min(Min, value), Math.Max(Max, value), Mean + ((value - Mean) / (Count + 1)));
}
