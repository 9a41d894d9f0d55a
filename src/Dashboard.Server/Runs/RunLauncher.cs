using Contracts;
using Dashboard.Server.Storage;
using Engine.Runs;

namespace Dashboard.Server.Runs;

/// <summary>Brings a run into memory, lets the archiver follow it and puts it in the line of its device.</summary>
internal sealed class RunLauncher(ActiveRuns active, RunArchiver archiver, RunQueue queue, RunStore store, TimeProvider time)
{
    /// <summary>A new run, already in the store.</summary>
    public ActiveRun Launch(StoredRun run) => Launch(run, []);

    /// <summary>A run that goes on after its stored events; the mark that it is queued again is the next event.</summary>
    public ActiveRun Relaunch(StoredRun run) => Launch(run, new StoredLog(store, run.Summary.Id).All());

    private ActiveRun Launch(StoredRun run, IReadOnlyList<RunEvent> history)
    {
        var log = new RunLog(time, history);
        var state = history.Aggregate(RunState.Submitted(run.Summary.Id, run.Spec, run.Summary.CreatedAt), (next, e) => next.Apply(e));
        if (state.Summary.Status != RunStatus.Queued) state = state.Apply(log.Append(new StatusChanged(RunStatus.Queued)));
        var launched = new ActiveRun(run.Spec, state, log, queue.DeviceOf(run.Spec));
        active.Add(launched);
        _ = archiver.FollowAsync(launched);
        queue.Add(launched);
        return launched;
    }
}
