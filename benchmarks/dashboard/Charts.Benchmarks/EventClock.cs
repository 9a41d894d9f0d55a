using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Charts.Benchmarks;

/// <summary>Follows the run by REST and knows when each iteration was made.</summary>
internal sealed class EventClock : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, double> _made = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http;
    private Task _following = Task.CompletedTask;

    private EventClock(HttpClient http) => _http = http;

    /// <summary>Waits until the history is stored, and follows from there.</summary>
    public static async Task<EventClock> StartAsync(HostProcess host, int points, CancellationToken cancellation)
    {
        var clock = new EventClock(new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(15) });
        var after = await clock.SeqAsync(host, cancellation);
        while (after <= points + 2)
        {
            await Task.Delay(500, cancellation);
            after = await clock.SeqAsync(host, cancellation);
        }

        clock._following = clock.FollowAsync($"api/v1/runs/{host.Run}/events?follow=true&after={after}");
        return clock;
    }

    /// <summary>Unix milliseconds at which an iteration was made; null for one before the clock started.</summary>
    public double? MadeAt(int iteration) => _made.TryGetValue(iteration, out var at) ? at : null;

    private async Task<long> SeqAsync(HostProcess host, CancellationToken cancellation)
    {
        using var details = JsonDocument.Parse(await _http.GetStringAsync($"api/v1/runs/{host.Run}", cancellation));
        return details.RootElement.GetProperty("seq").GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task FollowAsync(string address)
    {
        try
        {
            await using var body = await _http.GetStreamAsync(address, _stop.Token);
            using var lines = new StreamReader(body);
            while (await lines.ReadLineAsync(_stop.Token) is { } line) Note(line);
        }
        catch (OperationCanceledException)
        {
            // The end of the measurement.
        }
    }

    private void Note(string line)
    {
        using var e = JsonDocument.Parse(line);
        if (!e.RootElement.TryGetProperty("iteration", out var iteration)) return;
        var at = DateTimeOffset.Parse(e.RootElement.GetProperty("at").GetString()!, CultureInfo.InvariantCulture);
        _made[iteration.GetInt32()] = (at - DateTimeOffset.UnixEpoch).TotalMilliseconds;
    }
}
