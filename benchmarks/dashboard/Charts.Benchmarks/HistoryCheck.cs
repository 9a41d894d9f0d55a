using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Contracts;
using Dashboard.Server.Storage;
using Live.Benchmarks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Charts.Benchmarks;

/// <summary>One chart over several stored runs: how long until its points are here, how many they are, and whether the extremes are among them.</summary>
internal static class HistoryCheck
{
    private const int Looks = 10;
    private const int MostPoints = 2_000;
    private const int ChunksAtOnce = 32;
    private const double Goal = 500;

    public static async Task<int> RunAsync(Settings settings, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("charts-history-").FullName;
        try
        {
            var runs = await StoreAsync(settings, folder, cancellation);
            Console.WriteLine($"{runs.Count} stored runs of {settings.Points} points, {MadeCurves.Names.Count} series each");
            await using var host = await HostProcess.StartAsync(folder, 0, train: false, cancellation);
            using var http = new HttpClient { BaseAddress = host.Address };
            var began = host.ProcessorTime;
            var first = await LookAsync(http, runs, settings, cancellation);
            var making = (host.ProcessorTime - began).TotalMilliseconds;
            Console.WriteLine($"first look, columns made from the events: {first.Milliseconds:F0} ms; processor time {making:F0} ms");
            var looks = new List<double>();
            var faults = first.Faults;
            var before = host.ProcessorTime;
            for (var i = 0; i < Looks; i++)
            {
                var look = await LookAsync(http, runs, settings, cancellation);
                looks.Add(look.Milliseconds);
                faults += look.Faults;
            }

            var processor = (host.ProcessorTime - before).TotalMilliseconds / Looks;
            Console.WriteLine($"later looks: median {looks.Median():F0} ms, worst {looks.Max():F0} ms; processor time {processor:F0} ms a look; goal {Goal:F0} ms");
            Console.WriteLine($"points a line at most: {first.Most}; bytes: {first.Bytes}; wrong lines: {faults}");
            return faults == 0 && looks.Median() <= Goal ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<RunId>> StoreAsync(Settings settings, string folder, CancellationToken cancellation)
    {
        using var store = new Store(new StorageFolder(folder), NullLogger<Store>.Instance);
        var runs = new RunStore(store, NullLogger<RunStore>.Instance);
        var ids = new List<RunId>();
        var at = DateTimeOffset.UtcNow;
        for (var run = 0; run < settings.Runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            var id = RunId.Create(at.AddSeconds(run), run + 1);
            var spec = new RunSpec { Name = $"Made {run}" };
            var row = RunState.Submitted(id, spec, at).Summary;
            await runs.InsertAsync(new StoredRun(spec, row));
            var events = Enumerable.Range(1, settings.Points)
                .Select(RunEvent (k) => MadeCurves.Measured(run, k, settings.Points) with { Seq = k, At = at.AddMilliseconds(100L * k) })
                .Append(new RunEnded(RunStatus.Completed, "") { Seq = settings.Points + 1, At = at.AddDays(1) });
            foreach (var chunks in events.Chunk(EventChunk.Size).Select(part => EventChunk.Pack(id, part)).Chunk(ChunksAtOnce))
            {
                row = row with { Status = RunStatus.Completed, Iteration = settings.Points, LastSeq = chunks[^1].Last };
                await runs.AppendAsync(new StoredRun(spec, row), chunks);
            }

            ids.Add(id);
        }

        return ids;
    }

    /// <summary>What the chart asks, run by run at once as the chart does, until the last byte is here.</summary>
    private static async Task<(double Milliseconds, int Most, long Bytes, int Faults)> LookAsync(
        HttpClient http, List<RunId> runs, Settings settings, CancellationToken cancellation)
    {
        var clock = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(runs.Select(run => AskAsync(http, run, cancellation)));
        var milliseconds = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        var (most, faults) = (0, 0);
        foreach (var (run, answer) in answers.Index())
        {
            using var json = JsonDocument.Parse(answer);
            var line = json.RootElement[0];
            var y = line.GetProperty("y").EnumerateArray().Select(value => value.GetDouble()).ToList();
            most = Math.Max(most, y.Count);
            if (!IsRight(run, settings.Points, line, y)) faults++;
        }

        return (milliseconds, most, answers.Sum(answer => (long)answer.Length), faults);
    }

    private static bool IsRight(int run, int points, JsonElement line, List<double> y)
    {
        var x = line.GetProperty("x").EnumerateArray().Select(value => value.GetInt32()).ToList();
        var high = x.IndexOf(MadeCurves.HighAt(run, 0, points));
        var low = x.IndexOf(MadeCurves.LowAt(run, 0, points));
        return y.Count <= MostPoints && line.GetProperty("total").GetInt32() == points && x[0] == 1 && x[^1] == points && high >= 0 && low >= 0
            && y[high].Equals(MadeCurves.At(run, 0, x[high], points)) && y[low].Equals(MadeCurves.At(run, 0, x[low], points));
    }

    private static async Task<byte[]> AskAsync(HttpClient http, RunId run, CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync(
            $"api/v1/runs/{run}/series", new { names = new[] { Series.MatchingLoss }, points = MostPoints }, cancellation);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync(cancellation);
    }
}
