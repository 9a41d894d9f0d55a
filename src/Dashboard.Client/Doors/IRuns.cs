using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>What pages need of runs. The host implements it once; REST calls the same methods.</summary>
public interface IRuns
{
    /// <summary>Every run, the newest first.</summary>
    IReadOnlyList<RunSummary> List();

    /// <summary>Raised with every changed row of <see cref="List"/>; a deleted run comes with status null.</summary>
    event Action<RunId, RunSummary?>? Changed;

    /// <summary>What was asked for; null for an unknown run.</summary>
    RunSpec? Spec(RunId id);

    /// <summary>The state now; null for an unknown run.</summary>
    RunState? State(RunId id);

    /// <summary>Every fault of a spec.</summary>
    IReadOnlyList<SpecFault> Check(RunSpec spec);

    /// <summary>Queues a run, or refuses it with every fault, or because it cannot be stored.</summary>
    [Changes]
    Task<Submission> SubmitAsync(RunSpec spec, CancellationToken cancellation);

    /// <summary>Holds, resumes, cancels, deletes or restores a run.</summary>
    [Changes]
    Task<CommandResult> CommandAsync(RunId id, RunCommand command, CancellationToken cancellation);

    /// <summary>The same of many; how many took it. They go to the trash, or come back from it, together.</summary>
    [Changes]
    Task<int> CommandAllAsync(IReadOnlyList<RunId> ids, RunCommand command, CancellationToken cancellation);

    /// <summary>Stored events after a number, in batches: the past first, then the present until the run is over.</summary>
    IAsyncEnumerable<IReadOnlyList<RunEvent>> ReadAsync(RunId id, long after, CancellationToken cancellation);
}

/// <summary>Answer to a submission: the queued run, or the faults.</summary>
public sealed record Submission(RunSummary? Run, IReadOnlyList<SpecFault> Faults);

/// <summary>What a person may ask of a run.</summary>
public enum RunCommand
{
    /// <summary>Hold before the next iteration.</summary>
    Pause,

    /// <summary>Go on: at once when held, from the last checkpoint when ended.</summary>
    Resume,

    /// <summary>End after the current iteration; what was made is kept.</summary>
    Cancel,

    /// <summary>Move the run to the trash: it leaves every list, keeps everything and can be restored for a week. Refused while it runs.</summary>
    Delete,

    /// <summary>Take the run back out of the trash.</summary>
    Restore,

    /// <summary>Remove the run, its events and its files for good, in the trash or not. Refused while it runs.</summary>
    Purge,
}

/// <summary>Answer to a command.</summary>
public enum CommandResult
{
    /// <summary>Taken.</summary>
    Done,

    /// <summary>There is no such run.</summary>
    NotFound,

    /// <summary>The run's status does not allow it; nothing changed.</summary>
    Refused,
}
