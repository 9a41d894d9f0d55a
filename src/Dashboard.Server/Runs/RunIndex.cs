using System.Collections.Concurrent;
using Contracts;

namespace Dashboard.Server.Runs;

/// <summary>The row of history of every run, in memory, and the event that tells of a changed row.</summary>
internal sealed partial class RunIndex(ILogger<RunIndex> log)
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
        Tell(row.Id, row);
    }

    public void Remove(RunId id)
    {
        if (_rows.TryRemove(id, out _)) Tell(id, null);
    }

    private void Tell(RunId id, RunSummary? row)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(Changed))
        {
            try
            {
                listener(id, row);
            }
            catch (Exception e)     // a page that went away must not stop the archiver, nor keep the news from the others
            {
                Log.ListenerThrew(log, id, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(80, LogLevel.Warning, "A listener to changes of run {Run} failed.")]
        public static partial void ListenerThrew(ILogger logger, RunId run, Exception exception);
    }
}
