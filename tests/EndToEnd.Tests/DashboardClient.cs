using System.Net.Http.Json;
using System.Text.Json;
using Contracts;

namespace EndToEnd.Tests;

/// <summary>The server's REST interface, as a program uses it: what it tells is the truth that pages are compared with.</summary>
internal sealed class DashboardClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<RunId> SubmitAsync(RunSpec spec)
    {
        using var answer = await _http.PostAsJsonAsync("/api/v1/runs", spec, ContractsJson.Default.RunSpec, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return (await answer.Content.ReadFromJsonAsync(ContractsJson.Default.RunSummary, Cancellation))!.Id;
    }

    public async Task<IReadOnlyList<RunSummary>> ListAsync() =>
        (await _http.GetFromJsonAsync("/api/v1/runs", ContractsJson.Default.Of<List<RunSummary>>(), Cancellation))!;

    public async Task<RunSummary> SummaryAsync(RunId id) => (await ListAsync()).Single(run => run.Id == id);

    public async Task CommandAsync(RunId id, string command)
    {
        using var answer = await _http.PostAsync(new Uri($"/api/v1/runs/{id}/{command}", UriKind.Relative), null, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{command}: {answer.StatusCode}");
    }

    /// <summary>Points of a series in all, before any thinning.</summary>
    public async Task<int> PointsAsync(RunId id, string series) =>
        (await _http.GetFromJsonAsync<JsonElement>($"/api/v1/runs/{id}/series/{series}", Cancellation)).GetProperty("total").GetInt32();

    /// <summary>Two runs side by side, the first as the base.</summary>
    public Task<JsonElement> CompareAsync(RunId first, RunId second) =>
        _http.GetFromJsonAsync<JsonElement>($"/api/v1/compare?runs={first},{second}", Cancellation);

    /// <summary>Every event of a run so far.</summary>
    public async Task<IReadOnlyList<RunEvent>> EventsAsync(RunId id) =>
        [.. (await _http.GetStringAsync(new Uri($"/api/v1/runs/{id}/events", UriKind.Relative), Cancellation))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Event)];

    /// <summary>Follows a run until an event is as asked for.</summary>
    public async Task<RunEvent> UntilAsync(RunId id, Func<RunEvent, bool> condition, long after = 0)
    {
        await using var body = await _http.GetStreamAsync(new Uri($"/api/v1/runs/{id}/events?follow=true&after={after}", UriKind.Relative), Cancellation);
        using var lines = new StreamReader(body);
        while (await lines.ReadLineAsync(Cancellation) is { } line)
        {
            if (Event(line) is var e && condition(e)) return e;
        }

        throw new InvalidOperationException($"Run {id} ended before what was waited for.");
    }

    /// <summary>Follows a run until an iteration was measured.</summary>
    public Task UntilIterationAsync(RunId id, int iteration) => UntilAsync(id, e => e is Measured measured && measured.Iteration >= iteration);

    public void Dispose() => _http.Dispose();

    private static RunEvent Event(string line) => JsonSerializer.Deserialize(line, ContractsJson.Default.RunEvent)!;
}
