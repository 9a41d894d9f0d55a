namespace Dashboard.Server.Runs;

/// <summary>
/// Thinning that no pixel shows (M4: Jugel et al., VLDB 2014): of each bucket of iterations the first, the smallest, the largest and the last
/// value stay, and one that is no number.
/// </summary>
/// <remarks>
/// Buckets are a power of two wide and begin at its multiples, so that they stay where they are when points are added or the view moves, and what
/// was thinned can be thinned again with the same result.
/// </remarks>
internal static class Buckets
{
    private const int KeptPerBucket = 4;

    /// <summary>Width of the buckets, in iterations, for at most so many points: 1 where all of them fit.</summary>
    public static int Width(ReadOnlySpan<int> x, ReadOnlySpan<double> y, int most)
    {
        if (x.Length <= most) return 1;
        var buckets = Math.Max(1, most / (KeptPerBucket + (HasHole(y) ? 1 : 0)));
        var shift = 0;
        while (((long)x[^1] >> shift) - ((long)x[0] >> shift) + 1 > buckets) shift++;
        return 1 << Math.Min(shift, 30);
    }

    /// <summary>Places of what stays of values at rising iterations, in order.</summary>
    public static IReadOnlyList<int> Keep(ReadOnlySpan<int> x, ReadOnlySpan<double> y, int width)
    {
        var kept = new List<int>();
        for (int first = 0, end; first < x.Length; first = end)
        {
            var bucket = Math.DivRem(x[first], width, out var rest) - (rest < 0 ? 1 : 0);
            var next = ((long)bucket + 1) * width;
            end = first + 1;
            while (end < x.Length && x[end] < next) end++;
            Add(kept, y, first, end);
        }

        return kept;
    }

    private static void Add(List<int> kept, ReadOnlySpan<double> y, int first, int end)
    {
        var (low, high, hole) = (-1, -1, -1);
        for (var i = first; i < end; i++)
        {
            if (!double.IsFinite(y[i]))
            {
                if (hole < 0) hole = i;
                continue;
            }

            if (low < 0 || y[i] < y[low]) low = i;
            if (high < 0 || y[i] > y[high]) high = i;
        }

        Span<int> places = [first, low, high, hole, end - 1];
        places.Sort();
        foreach (var place in places)
        {
            if (place >= 0 && (kept.Count == 0 || kept[^1] != place)) kept.Add(place);
        }
    }

    private static bool HasHole(ReadOnlySpan<double> y)
    {
        foreach (var value in y)
        {
            if (!double.IsFinite(value)) return true;
        }

        return false;
    }
}
