namespace Live.Benchmarks;

/// <summary>
/// One viewer goes away, comes back and asks for what follows its last number: nothing may be missing, nothing may come twice.
/// </summary>
internal static class ReconnectCheck
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(Settings settings, WatchedRun run, CancellationToken cancellation)
    {
        await using var first = await Viewer.ConnectAsync(settings.Url, cancellation);
        await WatchForAsync(first, run, 0, Before, cancellation);
        await first.DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(settings.Away), cancellation);
        var head = await run.LastSeqAsync(cancellation);
        await using var second = await Viewer.ConnectAsync(settings.Url, cancellation);
        await WatchUntilAsync(second, run, first.Last, head, cancellation);
        var (gaps, repeats) = (first.Gaps + second.Gaps, first.Repeats + second.Repeats);
        Console.WriteLine(
            $"left after event {first.Last}, away {settings.Away} s, came back when event {head} was the last; saw up to {second.Last}");
        Console.WriteLine($"events made while away: {head - first.Last}; gaps {gaps}, duplicates {repeats}");
        return gaps + repeats == 0 && second.Last >= head && head > first.Last && first.Last > 0 ? 0 : 1;
    }

    private static async Task WatchForAsync(Viewer viewer, WatchedRun run, long after, TimeSpan time, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(time);
        await viewer.WatchAsync(run.Id, after, end.Token);
    }

    private static async Task WatchUntilAsync(Viewer viewer, WatchedRun run, long after, long last, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(Patience);
        var watching = viewer.WatchAsync(run.Id, after, end.Token);
        while (viewer.Last < last && !watching.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        await end.CancelAsync();
        await watching;
    }
}
