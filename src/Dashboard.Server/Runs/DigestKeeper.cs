using System.Collections.Concurrent;
using Contracts;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>Keeps the digests of the series beside the logs: reads what is missing, at the start for runs of older versions, and stores what changed.</summary>
internal sealed partial class DigestKeeper(
    RunIndex index, RunStore runs, DigestStore digests, TimeProvider time, ILogger<DigestKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);
    private const int Batch = 100;
    private readonly ConcurrentDictionary<RunId, long> _stored = new();
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends once every run that was there at the start has its digest.</summary>
    public Task CaughtUp => _caughtUp.Task;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        index.Later(Load);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        try
        {
            await Task.Yield();
            index.ReadRest();
            do
            {
                await TryAsync(() => KeepAsync(stoppingToken), stoppingToken);
                _caughtUp.TrySetResult();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The host goes down: the next start reads from the logs what was not stored.
        }
    }

    /// <summary>A fault of one round must not end the rounds after it, nor the host.</summary>
    private async Task TryAsync(Func<Task> act, CancellationToken stopping)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            Log.Failed(log, e);
        }
    }

    private void Load()
    {
        try
        {
            foreach (var (id, digest) in digests.List())
            {
                _stored[id] = digest.Seq;
                index.Set(id, digest);
            }
        }
        catch (Exception e)     // what is not read here is read from the logs
        {
            Log.Failed(log, e);
        }
    }

    private async Task KeepAsync(CancellationToken stopping)
    {
        var changed = new List<(RunId Id, RunDigest Digest)>();
        foreach (var record in index.Records.Where(record => record.Told.LastSeq > _stored.GetValueOrDefault(record.Row.Id)))
        {
            stopping.ThrowIfCancellationRequested();
            var digest = CatchUp(record.Row.Id, record.Digest, stopping);
            index.Set(record.Row.Id, digest);
            if (record.Row.Status.IsOver()) changed.Add((record.Row.Id, digest));
            if (changed.Count >= Batch) await StoreAsync(changed);
            await Task.Yield();
        }

        await StoreAsync(changed);
    }

    private RunDigest CatchUp(RunId id, RunDigest digest, CancellationToken stopping)
    {
        while (runs.Events(id, digest.Seq) is { Count: > 0 } events)
        {
            stopping.ThrowIfCancellationRequested();
            digest = digest.Apply(events);
        }

        return digest;
    }

    private async Task StoreAsync(List<(RunId Id, RunDigest Digest)> changed)
    {
        if (changed.Count == 0) return;
        await digests.PutAsync(changed);
        foreach (var (id, digest) in changed) _stored[id] = digest.Seq;
        changed.Clear();
    }

    private static partial class Log
    {
        [LoggerMessage(84, LogLevel.Warning, "Digests of series cannot be stored now; they are kept in memory and tried again.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
