using Contracts;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>Reads the log of every active run and stores it. Only stored events are shown to anyone.</summary>
internal sealed partial class RunArchiver(StoreEvents store, ActiveRuns active, RunIndex index, TimeProvider time, ILogger<RunArchiver> log)
{
    private static readonly TimeSpan BetweenCommits = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenRetries = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Follows a run until its log is closed and stored; then the run leaves memory.</summary>
    public async Task FollowAsync(ActiveRun run)
    {
        var tail = TailOf(run);
        try
        {
            await foreach (var batch in run.Log.ReadUnstoredAsync(run.Log.StoredSeq, _stop.Token))
            {
                await StoreAsync(run, batch, tail);
                await Task.Delay(BetweenCommits, time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;             // what is not stored was shown to nobody; the next start tells that the run was interrupted
        }
        catch (Exception e)     // nobody awaits this task: an unforeseen fault must hold the run and be told
        {
            Log.Broken(log, run.Id, e);
            run.HoldForStorage("A fault of the server keeps the run's events from being stored; the run is held.");
            index.Set(run.Summary);
            return;
        }

        active.Remove(run.Id);
        run.SetArchived();
    }

    /// <summary>Gives up what cannot be stored, at the end of the process.</summary>
    public void Stop() => _stop.Cancel();

    private async Task StoreAsync(ActiveRun run, IReadOnlyList<RunEvent> batch, List<RunEvent> tail)
    {
        var chunks = Pack(run.Id, batch, tail);
        var next = batch.Aggregate(run.State, (state, e) => state.Apply(e));
        while (true)
        {
            try
            {
                await store(new StoredRun(run.Spec, next.Summary), chunks);
                break;
            }
            catch (StorageException e)
            {
                Log.Retrying(log, run.Id, e);
                run.HoldForStorage($"{e.Message} The run is held and goes on by itself once it can be.");
                index.Set(run.Summary);
                await Task.Delay(BetweenRetries, time, _stop.Token);
            }
        }

        run.Apply(batch);
        run.ReleaseForStorage();
        run.Log.MarkStored(batch[^1].Seq);
        index.Observe(run.Summary, batch);
    }

    /// <summary>The chunks that a batch fills or extends; the tail keeps the events of the last one.</summary>
    private static List<EventChunk> Pack(RunId id, IReadOnlyList<RunEvent> batch, List<RunEvent> tail)
    {
        var chunks = new List<EventChunk>();
        foreach (var e in batch)
        {
            if (tail.Count > 0 && EventChunk.IndexOf(tail[0].Seq) != EventChunk.IndexOf(e.Seq))
            {
                chunks.Add(EventChunk.Pack(id, tail));
                tail.Clear();
            }

            tail.Add(e);
        }

        chunks.Add(EventChunk.Pack(id, tail));
        return chunks;
    }

    private static List<RunEvent> TailOf(ActiveRun run)
    {
        var seq = run.Log.StoredSeq;
        return [.. run.Log.Snapshot().Skip((int)(seq - (seq % EventChunk.Size))).Take((int)(seq % EventChunk.Size))];
    }

    private static partial class Log
    {
        [LoggerMessage(21, LogLevel.Critical, "Events of run {Run} cannot be stored.")]
        public static partial void Broken(ILogger logger, RunId run, Exception exception);

        [LoggerMessage(20, LogLevel.Warning, "Events of run {Run} cannot be stored; trying again.")]
        public static partial void Retrying(ILogger logger, RunId run, Exception exception);
    }
}
