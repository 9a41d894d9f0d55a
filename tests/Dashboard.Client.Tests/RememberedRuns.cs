using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>Runs held in a list; remembers what it was asked.</summary>
internal sealed class RememberedRuns(params RunSummary[] rows) : IRuns
{
    public event Action<RunId, RunSummary?>? Changed;

    public List<RunSpec> Submitted { get; } = [];

    public void Tell(RunSummary row) => Changed?.Invoke(row.Id, row);

    public void TellDeleted(RunId id) => Changed?.Invoke(id, null);

    public IReadOnlyList<RunSummary> List() => rows;

    public RunSpec? Spec(RunId id) => null;

    public RunState? State(RunId id) => null;

    public IReadOnlyList<SpecFault> Check(RunSpec spec) => [];

    public Task<Submission> SubmitAsync(RunSpec spec, CancellationToken cancellation)
    {
        Submitted.Add(spec);
        return Task.FromResult(new Submission(Pages.Row(9, spec.Name), []));
    }

    public Task<CommandResult> CommandAsync(RunId id, RunCommand command, CancellationToken cancellation) => Task.FromResult(CommandResult.Done);

    public async IAsyncEnumerable<IReadOnlyList<RunEvent>> ReadAsync(
        RunId id, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        yield break;
    }
}
