using Contracts;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>At start: tells of runs that a stop of the server cut off, and queues again what waited.</summary>
internal sealed partial class RunRecovery(RunStore store, RunIndex index, RunLauncher launcher, TimeProvider time, ILogger<RunRecovery> log)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var run in store.List().OrderBy(run => run.Summary.Id))
        {
            switch (run.Summary.Status)
            {
                case RunStatus.Running or RunStatus.Paused:
                    index.Add(await InterruptAsync(run));
                    Log.Interrupted(log, run.Summary.Id);
                    break;
                case RunStatus.Queued:
                    launcher.Launch(run, new StoredLog(store, run.Summary.Id).All());
                    Log.QueuedAgain(log, run.Summary.Id);
                    break;
                default:
                    index.Add(run);
                    break;
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<StoredRun> InterruptAsync(StoredRun run)
    {
        var id = run.Summary.Id;
        var end = new RunEnded(RunStatus.Interrupted, "The server stopped while the run was active.")
        { Seq = run.Summary.LastSeq + 1, At = time.GetUtcNow() };
        var tail = store.Events(id, (run.Summary.LastSeq / EventChunk.Size) * EventChunk.Size);
        var ended = run with { Summary = EndedSummary(run.Summary, end) };
        await store.AppendAsync(ended, [EventChunk.Pack(id, [.. tail, end])]);
        return ended;
    }

    private static RunSummary EndedSummary(RunSummary summary, RunEnded end) =>
        new RunState { Summary = summary, Seq = summary.LastSeq }.Apply(end).Summary;

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Warning, "Run {Run} was active when the server stopped; it can be resumed.")]
        public static partial void Interrupted(ILogger logger, RunId run);

        [LoggerMessage(31, LogLevel.Information, "Run {Run} is queued again.")]
        public static partial void QueuedAgain(ILogger logger, RunId run);
    }
}
