namespace Live.Benchmarks;

internal static class Statistics
{
    /// <summary>The value below which a share of the sorted values lies; not a number for none.</summary>
    public static double Quantile(this IReadOnlyCollection<double> values, double share)
    {
        if (values.Count == 0) return double.NaN;
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Clamp(Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }

    public static double Median(this IReadOnlyCollection<double> values) => values.Quantile(0.5);
}
