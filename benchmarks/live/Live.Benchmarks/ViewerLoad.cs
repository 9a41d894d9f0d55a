namespace Live.Benchmarks;

/// <summary>
/// Many viewers on one run: is the stream whole and quick, and does the run slow down? Unwatched and watched windows in turn.
/// </summary>
internal static class ViewerLoad
{
    public static async Task<int> RunAsync(Settings settings, WatchedRun run, CancellationToken cancellation)
    {
        var length = TimeSpan.FromSeconds((double)settings.Seconds / settings.Windows);
        Console.WriteLine(
            $"{settings.Viewers} viewers, {settings.Windows} windows of {length.TotalSeconds:F1} s, run on {settings.Threads} threads");
        var windows = new List<(bool Watched, DateTimeOffset From, DateTimeOffset To)>();
        var viewers = new List<Viewer>();
        for (var i = 0; i < settings.Windows; i++)
        {
            var watched = i % 2 == 1;
            var present = watched ? await ConnectAsync(settings, cancellation) : [];
            viewers.AddRange(present);
            windows.Add(await WindowAsync(run, present, length, cancellation));
            foreach (var viewer in present) await viewer.DisposeAsync();
        }

        var isWhole = TellStream(viewers, length);
        await TellSpeedAsync(run, windows, cancellation);
        return isWhole ? 0 : 1;
    }

    private static async Task<List<Viewer>> ConnectAsync(Settings settings, CancellationToken cancellation)
    {
        var viewers = new List<Viewer>();
        for (var i = 0; i < settings.Viewers; i++) viewers.Add(await Viewer.ConnectAsync(settings.Url, cancellation));
        return viewers;
    }

    private static async Task<(bool Watched, DateTimeOffset From, DateTimeOffset To)> WindowAsync(
        WatchedRun run, List<Viewer> viewers, TimeSpan length, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var after = await run.LastSeqAsync(cancellation);
        var from = DateTimeOffset.UtcNow;
        var watching = viewers.ConvertAll(viewer => viewer.WatchAsync(run.Id, after, end.Token));
        await Task.Delay(length, cancellation);
        var to = DateTimeOffset.UtcNow;
        await end.CancelAsync();
        await Task.WhenAll(watching);
        return (viewers.Count > 0, from, to);
    }

    private static bool TellStream(List<Viewer> viewers, TimeSpan length)
    {
        var latencies = viewers.SelectMany(viewer => viewer.Latencies).ToList();
        var (gaps, repeats) = (viewers.Sum(viewer => viewer.Gaps), viewers.Sum(viewer => viewer.Repeats));
        var silent = viewers.Count(viewer => viewer.Events == 0);
        Console.WriteLine(
            $"latency of {latencies.Count} events: p50 {latencies.Median():F1} ms, p99 {latencies.Quantile(0.99):F1} ms, max {latencies.Quantile(1):F1} ms");
        Console.WriteLine(
            $"batches per viewer and second: {viewers.Average(viewer => viewer.Batches / length.TotalSeconds):F2}; "
            + $"events: {viewers.Average(viewer => viewer.Events / length.TotalSeconds):F2}");
        Console.WriteLine($"gaps {gaps}, duplicates {repeats}, viewers that saw nothing {silent}");
        return gaps + repeats + silent == 0 && latencies.Count > 0;
    }

    private static async Task TellSpeedAsync(
        WatchedRun run, List<(bool Watched, DateTimeOffset From, DateTimeOffset To)> windows, CancellationToken cancellation)
    {
        var iterations = await run.IterationsAsync(cancellation);
        foreach (var (watched, from, to) in windows)
        {
            var seconds = Within(from, to);
            Console.WriteLine($"{(watched ? "watched  " : "unwatched")}: {seconds.Count} iterations, median {seconds.Median():F4} s");
        }

        var with = windows.Where(window => window.Watched).SelectMany(window => Within(window.From, window.To)).ToList();
        var without = windows.Where(window => !window.Watched).SelectMany(window => Within(window.From, window.To)).ToList();
        Console.WriteLine(
            $"median iteration: unwatched {without.Median():F4} s, watched {with.Median():F4} s, "
            + $"watched/unwatched {with.Median() / without.Median():F3}");

        // An iteration belongs to a window when all of it lies there.
        List<double> Within(DateTimeOffset from, DateTimeOffset to) =>
            [.. iterations.Where(i => i.Ended <= to && i.Ended.AddSeconds(-i.Seconds) >= from).Select(i => i.Seconds)];
    }
}
