using System.Runtime.CompilerServices;
using Contracts;
using Dashboard.Server.Runs;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Server.Live;

/// <summary>
/// Streams a run's stored events. Each viewer reads with its own cursor: a slow one gets larger batches and slows
/// nobody.
/// </summary>
internal sealed class LiveHub(RunDesk desk, BatchCache cache, TimeProvider time, IHostApplicationLifetime lifetime) : Hub
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Events after a number: the past first, then the present until the run is over.
    /// Ask again with the last number after a break.
    /// </summary>
    public async IAsyncEnumerable<EventBatch> Watch(string runId, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!RunId.TryParse(runId, null, out var id) || desk.Summary(id) is null) throw new HubException("There is no such run.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        await foreach (var events in desk.ReadAsync(id, after, either.Token))
        {
            yield return cache.Of(id, events);
            await Task.Delay(UntilNextTick(), time, either.Token);
        }
    }

    /// <summary>All viewers wait for the same tick of the clock, so that those at the head ask for the same batch.</summary>
    private TimeSpan UntilNextTick() => Tick - TimeSpan.FromTicks(time.GetUtcNow().Ticks % Tick.Ticks);
}
