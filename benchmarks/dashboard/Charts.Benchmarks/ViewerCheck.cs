using System.Diagnostics;
using Live.Benchmarks;

namespace Charts.Benchmarks;

/// <summary>What viewers of a run of ten updates a second cost the server: its processor time with them and without, in turn.</summary>
internal static class ViewerCheck
{
    private const int Pairs = 2;
    private const double Goal = 5;

    public static async Task<int> RunAsync(Settings settings, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("charts-viewers-").FullName;
        try
        {
            await using var host = await HostProcess.StartAsync(folder, settings.Points, train: false, cancellation);
            await using (await EventClock.StartAsync(host, settings.Points, cancellation))
            {
                // The history is stored now.
            }

            var (alone, watched) = (new List<double>(), new List<double>());
            var (gaps, latencies) = (0L, new List<double>());
            for (var i = 0; i < Pairs; i++)
            {
                alone.Add(await ShareAsync(host, settings, cancellation));
                await using var all = await ViewersAsync(settings, host, cancellation);
                watched.Add(await ShareAsync(host, settings, cancellation));
                gaps += all.Gaps;
                latencies.AddRange(all.Latencies);
            }

            var cost = watched.Median() - alone.Median();
            Console.WriteLine($"{settings.Viewers} viewers, 10 updates of {MadeCurves.Names.Count} series a second, {Pairs} pairs of {settings.Seconds} s");
            Console.WriteLine(
                $"processor, percent of a core: alone {string.Join(" ", alone.Select(share => share.ToString("F1")))}, watched "
                + $"{string.Join(" ", watched.Select(share => share.ToString("F1")))}; viewers cost {cost:F1} (goal {Goal})");
            Console.WriteLine($"age on arrival: p50 {latencies.Median():F0} ms, p95 {latencies.Quantile(0.95):F0} ms; gaps {gaps}");
            return cost <= Goal && gaps == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Processor time of the server in a window, in percent of a core.</summary>
    private static async Task<double> ShareAsync(HostProcess host, Settings settings, CancellationToken cancellation)
    {
        var (clock, before) = (Stopwatch.GetTimestamp(), host.ProcessorTime);
        await Task.Delay(TimeSpan.FromSeconds(settings.Seconds), cancellation);
        return 100 * (host.ProcessorTime - before) / Stopwatch.GetElapsedTime(clock);
    }

    private static async Task<Crowd> ViewersAsync(Settings settings, HostProcess host, CancellationToken cancellation)
    {
        var crowd = new Crowd();
        using var http = new HttpClient { BaseAddress = host.Address };
        using var details = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync($"api/v1/runs/{host.Run}", cancellation));
        var after = details.RootElement.GetProperty("seq").GetInt64();
        for (var i = 0; i < settings.Viewers; i++) await crowd.AddAsync(host, after, cancellation);
        return crowd;
    }

    private sealed class Crowd : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly List<(Viewer Viewer, Task Watching)> _viewers = [];

        public long Gaps => _viewers.Sum(one => one.Viewer.Gaps + one.Viewer.Repeats);

        public IEnumerable<double> Latencies => _viewers.SelectMany(one => one.Viewer.Latencies.ToArray());

        public async Task AddAsync(HostProcess host, long after, CancellationToken cancellation)
        {
            var viewer = await Viewer.ConnectAsync(host.Address, cancellation);
            _viewers.Add((viewer, viewer.WatchAsync(host.Run!.Value, after, _end.Token)));
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            foreach (var (viewer, watching) in _viewers)
            {
                await watching;
                await viewer.DisposeAsync();
            }

            _end.Dispose();
        }
    }
}
