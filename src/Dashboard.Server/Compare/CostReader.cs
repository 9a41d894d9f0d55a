using System.Collections.Concurrent;
using Contracts;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Compare;

/// <summary>Folds logs into costs and remembers how far it has read: what a run adds later is read from there.</summary>
internal sealed class CostReader(RunDesk desk)
{
    private const int MostKept = 64;
    private readonly ConcurrentDictionary<RunId, RunCost> _known = new();

    public async Task<RunCost> ReadAsync(RunId id, CancellationToken cancellation)
    {
        var cost = _known.GetValueOrDefault(id, RunCost.None);
        var last = desk.Summary(id)?.LastSeq ?? 0;
        if (cost.Seq >= last) return cost;
        await foreach (var batch in desk.ReadPastAsync(id, cost.Seq, last, cancellation).ConfigureAwait(false))
            cost = batch.Aggregate(cost, (sum, e) => sum.Apply(e));
        if (_known.Count >= MostKept) _known.Clear();
        _known[id] = cost;
        return cost;
    }
}
