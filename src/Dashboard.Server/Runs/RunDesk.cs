using System.Runtime.CompilerServices;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>
/// Where pages and REST ask for runs. Commands are taken one at a time, so that of two contradicting ones exactly one
/// wins.
/// </summary>
internal sealed class RunDesk(RunLibrary library, RunMetadata metadata, ActiveRuns active, RunIntake intake, TimeProvider time)
    : IRuns, IDisposable
{
    private static readonly TimeSpan ArchivePatience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _gate = new(1, 1);

    public event Action<RunId, RunSummary?>? Changed
    {
        add => library.Index.Changed += value;
        remove => library.Index.Changed -= value;
    }

    public IReadOnlyList<RunSummary> List() => library.Index.List();

    public RunSpec? Spec(RunId id) => active.Find(id)?.Spec ?? library.Spec(id);

    public RunSummary? Summary(RunId id) => library.Index.Find(id);

    public bool IsDamaged(RunId id) => library.IsDamaged(id);

    public RunState? State(RunId id)
    {
        var state = active.Find(id) is { } run ? run.State with { Summary = run.Summary } : library.State(id);
        return state is not null && Summary(id) is { } row ? state with { Summary = state.Summary with { Name = row.Name } } : state;
    }

    public IReadOnlyList<SpecFault> Check(RunSpec spec) => intake.Check(spec);

    public async Task<Submission> SubmitAsync(RunSpec spec, CancellationToken cancellation)
    {
        if (Check(spec) is { Count: > 0 } faults) return new Submission(null, faults);
        await _gate.WaitAsync(cancellation);
        try
        {
            return await intake.TakeAsync(spec, cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A store that fails is an exception for REST, which has a status for it, and a fault for pages, which must lose nothing typed.</summary>
    async Task<Submission> IRuns.SubmitAsync(RunSpec spec, CancellationToken cancellation)
    {
        try
        {
            return await SubmitAsync(spec, cancellation);
        }
        catch (StorageException e)
        {
            return new Submission(null, [new SpecFault("", e.Text)]);
        }
    }

    public async Task<CommandResult> CommandAsync(RunId id, RunCommand command, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (active.Find(id) is { HasEnded: true } leaving && !await HasLeft(leaving, cancellation)) return CommandResult.Refused;
            if (active.Find(id) is { } run) return Command(run, command) ? CommandResult.Done : CommandResult.Refused;
            if (library.Index.Record(id) is { IsDeleted: true }) return await CommandDeletedAsync(id, command);
            return library.Index.Find(id) is { } row ? await CommandEndedAsync(row, command) : CommandResult.NotFound;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<int> CommandAllAsync(IReadOnlyList<RunId> ids, RunCommand command, CancellationToken cancellation)
    {
        if (command is RunCommand.Delete or RunCommand.Restore) return await MoveAsync(ids, command == RunCommand.Delete, cancellation);
        var done = 0;
        try
        {
            foreach (var id in ids.Distinct())
            {
                if (await CommandAsync(id, command, cancellation) == CommandResult.Done) done++;
            }
        }
        catch (StorageException) when (done > 0)
        {
            // What was done stays done and is told; whoever tries the others again is told why they cannot be.
        }

        return done;
    }

    /// <summary>Does something short while no run is submitted, resumed or deleted.</summary>
    public async Task<T> WhileNoRunComesAsync<T>(Func<T> act, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return act();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Every event that is stored of a run, now.</summary>
    public IReadOnlyList<RunEvent> Log(RunId id) => library.Log(id).All();

    public IAsyncEnumerable<IReadOnlyList<RunEvent>> ReadAsync(RunId id, long after, CancellationToken cancellation) =>
        active.Find(id) is { } run ? run.Log.ReadAsync(after, cancellation) : library.Log(id).ReadAsync(after, cancellation);

    /// <summary>Stored events after a number up to another one; never waits for more.</summary>
    public async IAsyncEnumerable<IReadOnlyList<RunEvent>> ReadPastAsync(
        RunId id, long after, long to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (after >= to) yield break;
        await foreach (var batch in ReadAsync(id, after, cancellation))
        {
            yield return batch[^1].Seq <= to ? batch : [.. batch.TakeWhile(e => e.Seq <= to)];
            if (batch[^1].Seq >= to) yield break;
        }
    }

    public void Dispose() => _gate.Dispose();

    private static bool Command(ActiveRun run, RunCommand command) => command switch
    {
        RunCommand.Pause => run.TryPause(),
        RunCommand.Resume => run.TryResume(),
        RunCommand.Cancel => run.TryCancel(),
        _ => false,
    };

    private async Task<CommandResult> CommandEndedAsync(RunSummary row, RunCommand command)
    {
        switch (command)
        {
            case RunCommand.Delete:
                await metadata.SetDeletedAsync([row.Id], deleted: true);
                return CommandResult.Done;
            case RunCommand.Purge:
                await library.DeleteAsync(row.Id);
                return CommandResult.Done;
            case RunCommand.Resume when row.Status.CanResume() && library.Find(row.Id) is { IsDamaged: false } run:
                var history = library.Log(row.Id).All();
                if (library.IsDamaged(row.Id)) return CommandResult.Refused;
                intake.Launch(run, history);
                return CommandResult.Done;
            default:
                return CommandResult.Refused;
        }
    }

    /// <summary>A run in the trash is not there for anything else.</summary>
    private async Task<CommandResult> CommandDeletedAsync(RunId id, RunCommand command)
    {
        switch (command)
        {
            case RunCommand.Restore:
                await metadata.SetDeletedAsync([id], deleted: false);
                return CommandResult.Done;
            case RunCommand.Purge:
                await library.DeleteAsync(id);
                return CommandResult.Done;
            default:
                return CommandResult.NotFound;
        }
    }

    /// <summary>Moves ended runs to the trash, or takes them back, in one transaction. Those that are active stay where they are.</summary>
    private async Task<int> MoveAsync(IReadOnlyList<RunId> ids, bool deleted, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var ended = new List<RunId>(ids.Count);
            foreach (var id in ids.Distinct())
            {
                if (active.Find(id) is not { } run || (run.HasEnded && await HasLeft(run, cancellation))) ended.Add(id);
            }

            return await metadata.SetDeletedAsync(ended, deleted);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A run that ended is in memory until it is stored: a moment, unless the store fails.</summary>
    private async Task<bool> HasLeft(ActiveRun run, CancellationToken cancellation)
    {
        try
        {
            await run.Archived.WaitAsync(ArchivePatience, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
