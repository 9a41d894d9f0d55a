using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>Runs held in a list; remembers what it was asked.</summary>
internal sealed class RememberedRuns(params RunSummary[] rows) : IRuns
{
    public event Action<RunId, RunSummary?>? Changed;

    /// <summary>The newest first.</summary>
    public List<RunSummary> Rows { get; } = [.. rows];

    public List<RunSpec> Submitted { get; } = [];

    public List<(RunId Id, RunCommand Command)> Commands { get; } = [];

    public Dictionary<RunId, RunSpec> Specs { get; } = [];

    public Dictionary<RunId, RunState> States { get; } = [];

    public Func<RunSpec, IReadOnlyList<SpecFault>> Faults { get; set; } = _ => [];

    /// <summary>What a submission without faults is refused for all the same.</summary>
    public IReadOnlyList<SpecFault> Refusal { get; set; } = [];

    /// <summary>Which runs take a command that is sent to many.</summary>
    public Func<RunId, bool> Taken { get; set; } = _ => true;

    /// <summary>What every reading of a log fails with; null for none.</summary>
    public Exception? Broken { get; set; }

    /// <summary>How often a log was read.</summary>
    public int Readings { get; private set; }

    public void Tell(RunSummary row) => Changed?.Invoke(row.Id, row);

    public void TellDeleted(RunId id) => Changed?.Invoke(id, null);

    public IReadOnlyList<RunSummary> List() => Rows;

    public RunSpec? Spec(RunId id) => Specs.GetValueOrDefault(id);

    public RunState? State(RunId id) => States.GetValueOrDefault(id);

    public IReadOnlyList<SpecFault> Check(RunSpec spec) => Faults(spec);

    public Task<Submission> SubmitAsync(RunSpec spec, CancellationToken cancellation)
    {
        if (Refusal.Count > 0) return Task.FromResult(new Submission(null, Refusal));
        Submitted.Add(spec);
        return Task.FromResult(new Submission(RunState.Submitted(Pages.Id(9), spec, Pages.Start).Summary, []));
    }

    public Task<CommandResult> CommandAsync(RunId id, RunCommand command, CancellationToken cancellation)
    {
        Commands.Add((id, command));
        return Task.FromResult(CommandResult.Done);
    }

    public Task<int> CommandAllAsync(IReadOnlyList<RunId> ids, RunCommand command, CancellationToken cancellation)
    {
        Commands.AddRange(ids.Select(id => (id, command)));
        return Task.FromResult(ids.Count(Taken));
    }

    public async IAsyncEnumerable<IReadOnlyList<RunEvent>> ReadAsync(
        RunId id, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        Readings++;
        if (Broken is not null) throw Broken;
        yield break;
    }
}
