using Contracts;

namespace Dashboard.Server.Live;

/// <summary>The last batches that were sent, so that viewers at the head of a run share them.</summary>
internal sealed class BatchCache
{
    private const int Most = 64;
    private readonly Lock _gate = new();
    private readonly Dictionary<(RunId Run, long From, long To), EventBatch> _batches = [];
    private readonly Queue<(RunId Run, long From, long To)> _order = new();

    public EventBatch Of(RunId run, IReadOnlyList<RunEvent> events)
    {
        var key = (run, events[0].Seq, events[^1].Seq);
        lock (_gate)
        {
            if (_batches.TryGetValue(key, out var known)) return known;
            var batch = new EventBatch(events);
            _batches.Add(key, batch);
            _order.Enqueue(key);
            if (_order.Count > Most) _batches.Remove(_order.Dequeue());
            return batch;
        }
    }
}
