using Contracts;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>The runs that wait for one device, in order. One lock decides every race between people and the worker that takes the head.</summary>
/// <param name="device">Its device.</param>
/// <param name="kept">What was kept of it over a restart.</param>
/// <param name="keep">Keeps order and mode. Called under the lock, so that the newest is kept last; must not wait.</param>
internal sealed class DeviceLine(DeviceDescription device, KeptLine kept, Func<KeptLine, Task> keep)
{
    private readonly object _gate = new();      // not a Lock: the worker waits on it
    private readonly List<ActiveRun> _waiting = [];
    private Dictionary<RunId, int> _places = Places(kept.Order);
    private QueueMode _mode = kept.Mode;
    private ActiveRun? _current;
    private ActiveRun? _held;

    public DeviceDescription Device => device;

    /// <summary>What is worked on, what waits and whether more is taken, at one moment.</summary>
    public (QueueMode Mode, ActiveRun? Current, IReadOnlyList<ActiveRun> Waiting) Look()
    {
        lock (_gate)
        {
            Leave();
            return (_mode, _current is { HasEnded: false } run ? run : null, [.. _waiting]);
        }
    }

    /// <summary>Where a run stands after a restart: those that were kept first, by their place, then the others by their age.</summary>
    public (int Place, RunId Id) RankOf(RunId id)
    {
        lock (_gate) return (_places.GetValueOrDefault(id, int.MaxValue), id);
    }

    /// <summary>Puts a run at the end. The order is kept only where a restart would not find it by itself.</summary>
    public Task Add(ActiveRun run)
    {
        lock (_gate)
        {
            Leave();
            var follows = _waiting is not [.., var last] || RankOf(last.Id).CompareTo(RankOf(run.Id)) < 0;
            _waiting.Add(run);
            Monitor.PulseAll(_gate);
            return follows ? Task.CompletedTask : Keep();
        }
    }

    /// <summary>Waits for the next run that may start, and starts it; null once the line is closed.</summary>
    public ActiveRun? Take(CancellationToken closed)
    {
        using var wake = closed.Register(Wake);
        lock (_gate)
        {
            _current = _held = null;
            while (!closed.IsCancellationRequested)
            {
                if (_mode == QueueMode.Open && TryStartHead() is { } run) return _current = run;
                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    /// <summary>
    /// Puts a waiting run in front of another one, or at the end; at the front when the other one was taken meanwhile. Null when one of them is not in this line.
    /// </summary>
    public Task? Move(RunId id, RunId? before)
    {
        lock (_gate)
        {
            Leave();
            if (_waiting.Find(run => run.Id == id) is not { } moved) return null;
            if (before == id) return Task.CompletedTask;
            if (before is { } asked && asked != _current?.Id && !_waiting.Exists(run => run.Id == asked)) return null;
            _waiting.Remove(moved);
            _waiting.Insert(before is { } other ? Math.Max(0, _waiting.FindIndex(run => run.Id == other)) : _waiting.Count, moved);
            return Keep();
        }
    }

    /// <summary>Opens, drains or pauses. Only what the line itself held goes on with it: what a person held stays held.</summary>
    public Task SetMode(QueueMode asked)
    {
        lock (_gate)
        {
            if (asked == _mode) return Task.CompletedTask;
            _mode = asked;
            if (asked != QueueMode.Paused) _held?.TryResume();
            _held = asked == QueueMode.Paused && _current is { } run && run.TryPause() ? run : null;
            Monitor.PulseAll(_gate);
            return Keep();
        }
    }

    private ActiveRun? TryStartHead()
    {
        while (_waiting is [var head, ..])
        {
            _waiting.RemoveAt(0);
            if (head.TryStart()) return head;
        }

        return null;
    }

    /// <summary>Runs that were cancelled while they waited.</summary>
    private void Leave() => _waiting.RemoveAll(run => run.HasEnded);

    private Task Keep()
    {
        var order = _waiting.ConvertAll(run => run.Id);
        _places = Places(order);
        return keep(new KeptLine(order, _mode));
    }

    private void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }

    private static Dictionary<RunId, int> Places(IReadOnlyList<RunId> order) =>
        order.Select((id, place) => (id, place)).ToDictionary(entry => entry.id, entry => entry.place);
}
