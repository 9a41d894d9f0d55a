using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>Reads a comparison from the runs of a test, as the server does from its store.</summary>
internal sealed class RememberedComparison(IRuns runs) : IComparison
{
    public Dictionary<RunId, RunCost> Costs { get; } = [];

    public Dictionary<RunId, long> Bytes { get; } = [];

    /// <summary>How often it was asked for runs.</summary>
    public int Reads { get; private set; }

    public Task<IReadOnlyList<ComparedRun>> ReadAsync(IReadOnlyList<RunId> ids, CancellationToken cancellation)
    {
        Reads++;
        return Task.FromResult<IReadOnlyList<ComparedRun>>([.. ids.Where(id => runs.State(id) is not null && runs.Spec(id) is not null)
            .Select(id => new ComparedRun(id, runs.Spec(id)!, runs.State(id)!, Costs.GetValueOrDefault(id, RunCost.None)))]);
    }

    public Task<IReadOnlyDictionary<RunId, long>> BytesAsync(IReadOnlyList<RunId> ids, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<RunId, long>>(Bytes.Where(one => ids.Contains(one.Key)).ToDictionary());
}
