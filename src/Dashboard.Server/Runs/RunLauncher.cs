using Contracts;
using Dashboard.Server.Storage;
using Engine.Runs;

namespace Dashboard.Server.Runs;

/// <summary>Brings a run into memory, lets the archiver follow it and puts it in the line of its device.</summary>
internal sealed class RunLauncher(ActiveRuns active, RunIndex index, RunArchiver archiver, RunQueue queue, TimeProvider time)
{
    /// <summary>A new run, already in the store.</summary>
    public void Launch(StoredRun run) => Launch(run, []);

    /// <summary>A run that goes on after its stored events; the mark that it is queued again is the next event.</summary>
    public void Launch(StoredRun run, IReadOnlyList<RunEvent> history)
    {
        var log = new RunLog(time, history);
        var state = history.Aggregate(RunState.Submitted(run.Summary.Id, run.Spec, run.Summary.CreatedAt), (next, e) => next.Apply(e));
        if (state.Summary.Status != RunStatus.Queued) state = state.Apply(log.Append(new StatusChanged(RunStatus.Queued)));
        var launched = new ActiveRun(run.Spec, state, log, queue.DeviceOf(run.Spec));
        active.Add(launched);
        index.Add(new StoredRun(run.Spec, launched.Summary));       // before the archiver may tell anything newer
        _ = archiver.FollowAsync(launched);
        queue.Add(launched);
    }
}
