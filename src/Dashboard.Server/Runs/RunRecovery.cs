using Contracts;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>At start: tells of runs that a stop of the server cut off, and queues again what waited.</summary>
internal sealed partial class RunRecovery(
    RunStore store, RunIndex index, RunLauncher launcher, TimeProvider time, RunRecovery.Context context) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var runs = store.List().ToLookup(run => run.Summary.Status == RunStatus.Queued && !run.IsDamaged);
        foreach (var run in runs[false].OrderBy(run => run.Summary.Id))
        {
            var wasActive = !run.Summary.Status.IsOver();
            index.Add(wasActive ? await InterruptAsync(run) : run);
            if (wasActive && !run.IsDamaged) Log.Interrupted(context.Log, run.Summary.Id);
        }

        foreach (var run in context.Queue.InKeptOrder(runs[true]))
        {
            launcher.Launch(run, new StoredLog(store, run.Summary.Id).All());
            Log.QueuedAgain(context.Log, run.Summary.Id);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<StoredRun> InterruptAsync(StoredRun run)
    {
        var id = run.Summary.Id;
        var reason = run.Summary.Status == RunStatus.Queued ? "The run waited and was not started." : "The server stopped while the run was active.";
        var end = new RunEnded(RunStatus.Interrupted, reason)
        { Seq = run.Summary.LastSeq + 1, At = time.GetUtcNow() };
        var tail = store.Events(id, (run.Summary.LastSeq / EventChunk.Size) * EventChunk.Size);
        var ended = run with { Summary = EndedSummary(run.Summary, end, tail.LastOrDefault()?.At ?? default) };
        await store.AppendAsync(ended, [EventChunk.Pack(id, [.. tail, end])]);
        return ended;
    }

    private static RunSummary EndedSummary(RunSummary summary, RunEnded end, DateTimeOffset lastSign) =>
        new RunState { Summary = summary, Seq = summary.LastSeq, At = lastSign }.Apply(end).Summary;

    internal sealed record Context(RunQueue Queue, ILogger<RunRecovery> Log);

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Warning, "Run {Run} was active when the server stopped; it can be resumed.")]
        public static partial void Interrupted(ILogger logger, RunId run);

        [LoggerMessage(31, LogLevel.Information, "Run {Run} is queued again.")]
        public static partial void QueuedAgain(ILogger logger, RunId run);
    }
}
