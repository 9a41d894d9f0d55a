using System.Collections.Concurrent;
using Contracts;

namespace Dashboard.Server.Runs;

/// <summary>The row of history of every run, in memory, and the event that tells of a changed row.</summary>
internal sealed class RunIndex
{
    private readonly ConcurrentDictionary<RunId, RunSummary> _rows = new();

    /// <summary>Raised on the thread that changed a row, outside any lock; null for a deleted run.</summary>
    public event Action<RunId, RunSummary?>? Changed;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<RunSummary> List() => [.. _rows.Values.OrderByDescending(row => row.Id)];

    public RunSummary? Find(RunId id) => _rows.GetValueOrDefault(id);

    public void Set(RunSummary row)
    {
        _rows[row.Id] = row;
        Changed?.Invoke(row.Id, row);
    }

    public void Remove(RunId id)
    {
        if (_rows.TryRemove(id, out _)) Changed?.Invoke(id, null);
    }
}
