using System.Runtime.CompilerServices;
using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>The log of a run that has left memory: the same shape as the engine's log, so a reader does not know the difference.</summary>
internal sealed class StoredLog(RunStore store, RunId id)
{
    public async IAsyncEnumerable<IReadOnlyList<RunEvent>> ReadAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var cursor = Math.Max(0, after);
        while (store.Events(id, cursor) is { Count: > 0 } batch)
        {
            cancellation.ThrowIfCancellationRequested();
            cursor = batch[^1].Seq;
            yield return batch;
            await Task.Yield();
        }
    }

    /// <summary>The whole log.</summary>
    public IReadOnlyList<RunEvent> All()
    {
        var all = new List<RunEvent>();
        while (store.Events(id, all.Count) is { Count: > 0 } batch) all.AddRange(batch);
        return all;
    }
}
