using System.Globalization;
using System.Runtime.CompilerServices;
using Contracts;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Live.Benchmarks;

/// <summary>One viewer over MessagePack: counts batches, gaps and repeats, and notes how old each event is when it arrives.</summary>
internal sealed class Viewer : IAsyncDisposable
{
    private readonly HubConnection _connection;

    private Viewer(Uri url) =>
        _connection = new HubConnectionBuilder().WithUrl(new Uri(url, "hubs/live")).AddMessagePackProtocol().Build();

    /// <summary>The last number that arrived.</summary>
    public long Last { get; private set; }

    public int Batches { get; private set; }

    public int Events { get; private set; }

    /// <summary>Numbers that were left out.</summary>
    public long Gaps { get; private set; }

    /// <summary>Numbers that came again, or too late.</summary>
    public long Repeats { get; private set; }

    /// <summary>Milliseconds from an event's making to its arrival, for events made after the viewer came.</summary>
    public List<double> Latencies { get; } = [];

    public static async Task<Viewer> ConnectAsync(Uri url, CancellationToken cancellation)
    {
        var viewer = new Viewer(url);
        await viewer._connection.StartAsync(cancellation);
        return viewer;
    }

    /// <summary>Watches until cancelled.</summary>
    public async Task WatchAsync(RunId run, long after, CancellationToken cancellation)
    {
        Last = after;
        var came = DateTimeOffset.UtcNow;
        try
        {
            await foreach (var batch in BatchesAsync(run, after, cancellation)) Take(batch, came, DateTimeOffset.UtcNow);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The end of the window.
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async IAsyncEnumerable<IDictionary<object, object>> BatchesAsync(
        RunId run, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var batch in _connection.StreamAsync<object>("Watch", run.Value, after, cancellation))
            yield return (IDictionary<object, object>)batch;
    }

    private void Take(IDictionary<object, object> batch, DateTimeOffset came, DateTimeOffset now)
    {
        Batches++;
        foreach (var e in ((IEnumerable<object>)batch["events"]).Cast<IDictionary<object, object>>())
        {
            var seq = Convert.ToInt64(e["seq"], CultureInfo.InvariantCulture);
            if (seq <= Last) Repeats++;
            else Gaps += seq - Last - 1;
            Last = Math.Max(Last, seq);
            Events++;
            var at = DateTimeOffset.Parse((string)e["at"], CultureInfo.InvariantCulture);
            if (at > came) Latencies.Add((now - at).TotalMilliseconds);
        }
    }
}
