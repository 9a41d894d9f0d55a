using System.Diagnostics;
using System.Text.Json;

namespace Runs.Benchmarks;

/// <summary>Times of the server's answers over REST, from the request to the last byte.</summary>
internal static class ServerTimes
{
    private const int Rounds = 15;
    private static readonly string Hundred = string.Join(',', Enumerable.Range(0, 60).Select(i => i == 0 ? "loss/matching" : $"group{i % 6}/series-{i:00}").Concat(
    [
        "status", "method", "data", "ipc", "progress", "accuracy", "accuracy.std", "random", "worst", "gap", "duration", "tags", "created", "started", "ended", "seed", "network",
        "device", "threads", "reportEvery", "saveEvery", "data.preprocessing", "data.validationFraction", "evaluation.epochs", "evaluation.batchSize", "evaluation.learningRate",
        "evaluation.momentum", "evaluation.repeats", "evaluation.augmentation", "evaluation.weightDecay", "method.options.iterations", "method.options.learningRate",
        "method.options.realBatch", "method.options.imagesPerClass", "trainingNetwork.options.width", "trainingNetwork.options.depth", "iteration", "iterations", "worst.network", "id",
    ]));

    public static async Task MeasureAsync(ServedStore server, int runs)
    {
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(5) };
        await UntilDigestsAsync(http, runs);
        Console.WriteLine($"{"what",-44} {"median",9} {"p95",9} {"processor",12} {"bytes",12}   columns: {Hundred.Split(',').Length}");
        var find = $"/api/v1/runs/find?columns={Uri.EscapeDataString(Hundred)}&count=50";
        await TimeAsync(server, http, "first page", find);
        await TimeAsync(server, http, "filter: option and metric", find + "&q=" + Uri.EscapeDataString("ipc <= 10 and accuracy > 0.6 and loss/matching < 0.3"));
        await TimeAsync(server, http, "filter: text, tag, time", find + "&q=" + Uri.EscapeDataString("sweep tag has poc and created > 2026-02-01 and not status in (failed)"));
        await TimeAsync(server, http, "sort by a metric", find + "&sort=-group3/series-03");
        await TimeAsync(server, http, "sort by text, then accuracy", find + "&sort=data,-accuracy");
        await TimeAsync(server, http, "group by data, method, ipc", find + "&group=data,method,ipc");
        await TimeAsync(server, http, "page in the middle, sorted", find + "&sort=-accuracy&offset=" + (runs / 2));
        foreach (var format in new[] { "csv", "json", "parquet" })
            await TimeAsync(server, http, "export " + format, $"/api/v1/runs/export?format={format}&columns={Uri.EscapeDataString(Hundred)}", rounds: 3);
    }

    /// <summary>Digests are read after the start, beside the first answers.</summary>
    private static async Task UntilDigestsAsync(HttpClient http, int runs)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var page = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync("/api/v1/runs/find?count=0&q=seed%20is%20not%20null"));
            var known = page.GetProperty("total").GetInt32();
            using var metric = await http.GetAsync(new Uri("/api/v1/runs/find?count=0&q=loss/matching%20is%20not%20null", UriKind.Relative));
            var measured = metric.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(await metric.Content.ReadAsStringAsync()).GetProperty("total").GetInt32() : 0;
            if (measured == runs && known == runs) break;
            await Task.Delay(50);
        }

        Console.WriteLine($"metrics of every run known {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s later");
    }

    private static async Task TimeAsync(ServedStore server, HttpClient http, string what, string address, int rounds = Rounds)
    {
        var (times, bytes) = (new List<double>(), 0);
        var spent = TimeSpan.Zero;
        for (var i = 0; i <= rounds; i++)
        {
            if (i == 1) spent = server.Spent;               // the first is not counted
            var began = Stopwatch.GetTimestamp();
            bytes = (await http.GetByteArrayAsync(new Uri(address, UriKind.Relative))).Length;
            if (i > 0) times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"{what,-44} {times[times.Count / 2],6:0} ms {times[(int)((times.Count - 1) * 0.95)],6:0} ms {(server.Spent - spent).TotalMilliseconds / rounds,9:0} ms {bytes,12:N0}");
    }
}
