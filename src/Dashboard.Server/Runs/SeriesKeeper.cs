using System.Collections.Concurrent;
using System.Threading.Channels;
using Contracts;

namespace Dashboard.Server.Runs;

/// <summary>Makes the columns of every run that ends, so that the first look at its charts need not.</summary>
internal sealed partial class SeriesKeeper(RunDesk desk, ActiveRuns active, SeriesReader reader, ILogger<SeriesKeeper> log) : BackgroundService
{
    private readonly ConcurrentDictionary<RunId, bool> _seenAlive = new();
    private readonly Channel<RunId> _ended = Channel.CreateUnbounded<RunId>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Listens before anything else of the start goes on: a run that was queued again may be short.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        desk.Changed += Note;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var id in _ended.Reader.ReadAllAsync(stoppingToken)) await PrepareAsync(id, stoppingToken);
        }
        finally
        {
            desk.Changed -= Note;
        }
    }

    /// <summary>Only a run that was seen alive ends: a tag on an old one, or its digest at the start, makes no columns.</summary>
    private void Note(RunId id, RunSummary? row)
    {
        if (row?.Status.IsOver() == false) _seenAlive[id] = true;
        else if (_seenAlive.TryRemove(id, out _) && row is not null) _ended.Writer.TryWrite(id);
    }

    private async Task PrepareAsync(RunId id, CancellationToken cancellation)
    {
        try
        {
            if (active.Find(id) is { } leaving) await leaving.Archived.WaitAsync(cancellation);
            if (desk.Summary(id) is { } run && run.Status.IsOver()) await reader.PrepareAsync(run, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)     // the first look makes them
        {
            Log.NotPrepared(log, id, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(85, LogLevel.Warning, "The columns of run {Run} could not be made now.")]
        public static partial void NotPrepared(ILogger logger, RunId run, Exception exception);
    }
}
