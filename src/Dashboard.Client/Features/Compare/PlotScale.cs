namespace Dashboard.Client.Features.Compare;

/// <summary>Where numbers stand on an axis.</summary>
/// <param name="Low">The number at <paramref name="From"/>.</param>
/// <param name="High">The number at <paramref name="To"/>.</param>
/// <param name="IsLog">Whether equal ratios, instead of equal differences, are equal lengths.</param>
/// <param name="From">Where the axis begins on the drawing.</param>
/// <param name="To">Where it ends.</param>
public sealed record PlotScale(double Low, double High, bool IsLog, double From, double To)
{
    private const double Margin = 0.08;
    private const int FewestTicks = 4;

    /// <summary>A scale on which all finite numbers have room; logarithmic only where all are positive.</summary>
    public static PlotScale Of(IEnumerable<double> numbers, bool isLog, double from, double to)
    {
        var values = numbers.Where(double.IsFinite).ToList();
        if (values.Count == 0) return new PlotScale(0, 1, false, from, to);
        var log = isLog && values.All(value => value > 0);
        var (low, high) = log ? (Math.Log10(values.Min()), Math.Log10(values.Max())) : (values.Min(), values.Max());
        var room = high > low ? (high - low) * Margin : log ? 0.5 : Math.Max(Math.Abs(high) * 0.1, 0.5);
        (low, high) = (low - room, high + room);
        return log ? new PlotScale(Math.Pow(10, low), Math.Pow(10, high), true, from, to) : new PlotScale(low, high, false, from, to);
    }

    /// <summary>Where a number stands.</summary>
    public double At(double value)
    {
        var share = IsLog ? (Math.Log10(value) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low)) : (value - Low) / (High - Low);
        return From + share * (To - From);
    }

    /// <summary>Round numbers within the axis: 1, 2 or 5 times a power of ten.</summary>
    public IReadOnlyList<double> Ticks()
    {
        if (IsLog && High / Low > 10) return [.. LogTicks()];
        var rough = (High - Low) / FewestTicks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((rough / power) switch { >= 5 => 5, >= 2 => 2, _ => 1 });
        var first = (long)Math.Ceiling(Low / step);
        var last = (long)Math.Floor(High / step);
        return [.. Enumerable.Range(0, (int)Math.Min(20, last - first + 1)).Select(place => (first + place) * step)];
    }

    private IEnumerable<double> LogTicks()
    {
        for (var power = Math.Floor(Math.Log10(Low)); power <= Math.Log10(High); power++)
        {
            var tick = Math.Pow(10, power);
            if (tick >= Low && tick <= High) yield return tick;
        }
    }
}
