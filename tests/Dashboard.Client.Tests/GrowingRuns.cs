using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>Runs in a list that grows.</summary>
internal sealed class GrowingRuns(List<RunSummary> rows) : IRuns
{
    public event Action<RunId, RunSummary?>? Changed;

    public void Tell(RunSummary row) => Changed?.Invoke(row.Id, row);

    public IReadOnlyList<RunSummary> List() => rows;

    public RunSpec? Spec(RunId id) => null;

    public RunState? State(RunId id) => null;

    public IReadOnlyList<SpecFault> Check(RunSpec spec) => [];

    public Task<Submission> SubmitAsync(RunSpec spec, CancellationToken cancellation) => Task.FromResult(new Submission(null, []));

    public Task<CommandResult> CommandAsync(RunId id, RunCommand command, CancellationToken cancellation) => Task.FromResult(CommandResult.Refused);

    public Task<int> CommandAllAsync(IReadOnlyList<RunId> ids, RunCommand command, CancellationToken cancellation) => Task.FromResult(0);

    public async IAsyncEnumerable<IReadOnlyList<RunEvent>> ReadAsync(
        RunId id, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        yield break;
    }
}
