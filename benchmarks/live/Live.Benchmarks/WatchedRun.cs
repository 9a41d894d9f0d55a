using System.Net.Http.Json;
using System.Text.Json;
using Contracts;

namespace Live.Benchmarks;

/// <summary>A long run on the server, submitted through REST, deleted when disposed.</summary>
internal sealed class WatchedRun : IAsyncDisposable
{
    private const int Iterations = 20_000;
    private const int MostPoints = 20_000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private readonly HttpClient _http;

    private WatchedRun(HttpClient http, RunId id) => (_http, Id) = (http, id);

    public RunId Id { get; }

    /// <summary>Submits the run and waits for its third iteration: the first ones pay for warming up.</summary>
    public static async Task<WatchedRun> StartAsync(Settings settings, CancellationToken cancellation)
    {
        var http = new HttpClient { BaseAddress = settings.Url };
        using var answer = await http.PostAsJsonAsync("api/v1/runs", Spec(settings), ContractsJson.Default.Options, cancellation);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancellation));
        var summary = await answer.Content.ReadFromJsonAsync(ContractsJson.Default.RunSummary, cancellation);
        var run = new WatchedRun(http, summary!.Id);
        try
        {
            while ((await run.IterationsAsync(cancellation)).Count < 3) await Task.Delay(Poll, cancellation);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Wall seconds of every iteration so far, with the times at which they ended.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset Ended, double Seconds)>> IterationsAsync(CancellationToken cancellation)
    {
        using var series = JsonDocument.Parse(await _http.GetStringAsync(
            $"api/v1/runs/{Id}/series/{Series.IterationTime}?points={MostPoints}", cancellation));
        var at = series.RootElement.GetProperty("t").EnumerateArray()
            .Select(t => DateTimeOffset.FromUnixTimeMilliseconds((long)(t.GetDouble() * 1000)));
        return [.. at.Zip(series.RootElement.GetProperty("y").EnumerateArray().Select(y => y.GetDouble()))];
    }

    /// <summary>The number of the last event that is stored.</summary>
    public async Task<long> LastSeqAsync(CancellationToken cancellation)
    {
        using var details = JsonDocument.Parse(await _http.GetStringAsync($"api/v1/runs/{Id}", cancellation));
        return details.RootElement.GetProperty("seq").GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        // The limit of the measurement may have passed: tidying up has time of its own.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using (await _http.PostAsync($"api/v1/runs/{Id}/cancel", null, patience.Token)) { }
        for (var gone = false; !gone && !patience.IsCancellationRequested; await Task.Delay(Poll, patience.Token))
        {
            using var answer = await _http.DeleteAsync($"api/v1/runs/{Id}", patience.Token);
            gone = answer.IsSuccessStatusCode;
        }

        _http.Dispose();
    }

    private static RunSpec Spec(Settings settings) => new()
    {
        Name = "Benchmark of the live stream",
        Notes = "Purpose: something to watch. Ends when the benchmark deletes it.",
        Data = new DataSpec { Name = "demo" },
        Method = new ComponentSpec
        {
            Name = "distribution-matching",
            Options = new Dictionary<string, JsonElement>
            {
                ["imagesPerClass"] = JsonSerializer.SerializeToElement(1),
                ["iterations"] = JsonSerializer.SerializeToElement(Iterations),
                ["realBatch"] = JsonSerializer.SerializeToElement(settings.RealBatch),
            },
        },
        Evaluation = new EvaluationSpec { Repeats = 1, Epochs = 1, RandomBaseline = false },
        Device = "cpu",
        Threads = settings.Threads,
        SaveEvery = Iterations,
    };
}
