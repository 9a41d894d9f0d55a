using Contracts;

namespace Dashboard.Server.Runs;

/// <summary>Reads scalars out of a run's log.</summary>
internal static class SeriesReader
{
    private const int KeptPerBucket = 4;

    /// <summary>The names of every series of a run.</summary>
    public static IReadOnlyList<string>? Names(RunDesk desk, RunId id) => desk.State(id)?.Latest.Keys.ToList();

    /// <summary>The asked points of each series, thinned, in one pass over the log; null for an unknown run.</summary>
    public static async Task<IReadOnlyList<Points>?> ReadAsync(RunDesk desk, RunId id, SeriesQuery query, CancellationToken cancellation)
    {
        if (desk.Summary(id) is not { } run) return null;
        var all = query.Names.ToDictionary(name => name, _ => new List<Point>(), StringComparer.Ordinal);
        await foreach (var batch in desk.ReadPastAsync(id, 0, run.LastSeq, cancellation))
        {
            foreach (var measured in batch.OfType<Measured>()) Collect(measured, query, all);
        }

        return [.. query.Names.Select(name => Thinned(name, all[name], query.Most, run.LastSeq))];
    }

    private static void Collect(Measured measured, SeriesQuery query, Dictionary<string, List<Point>> all)
    {
        if (measured.Iteration < query.From || measured.Iteration > query.To) return;
        foreach (var (name, y) in measured.Values)
        {
            if (all.TryGetValue(name, out var points)) points.Add(new Point(measured.Iteration, y, measured.At.ToUnixTimeMilliseconds() / 1000.0));
        }
    }

    private static Points Thinned(string name, List<Point> all, int most, long lastSeq)
    {
        var kept = Thin(all.ConvertAll(point => point.Y), most).Select(i => all[i]).ToList();
        return new Points(
            name, all.Count, lastSeq, kept.ConvertAll(point => point.X), kept.ConvertAll(point => point.Y), kept.ConvertAll(point => point.T));
    }

    /// <summary>
    /// Indices of at most <paramref name="most"/> values (4 at least): of each bucket the first, the smallest, the largest
    /// and the last.
    /// </summary>
    public static IReadOnlyList<int> Thin(IReadOnlyList<double> values, int most)
    {
        if (values.Count <= most) return [.. Enumerable.Range(0, values.Count)];
        var buckets = Math.Max(1, most / KeptPerBucket);
        var kept = new SortedSet<int>();
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            var first = (int)((long)values.Count * bucket / buckets);
            var end = (int)((long)values.Count * (bucket + 1) / buckets);
            var range = Enumerable.Range(first, end - first).ToList();
            kept.UnionWith([first, range.MinBy(i => values[i]), range.MaxBy(i => values[i]), end - 1]);
        }

        return [.. kept];
    }

    private readonly record struct Point(int X, double Y, double T);
}
