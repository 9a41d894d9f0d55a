using System.Runtime.CompilerServices;
using Contracts;

namespace Engine.Runs;

/// <summary>The append-only log of one run: one writer, any number of readers, each with a cursor of its own.</summary>
/// <remarks>
/// Readers of <see cref="ReadAsync"/> see an event once it is stored (<see cref="MarkStored"/>), so nobody is ever shown what a crash could take back.
/// Only the archiver, which does the storing, reads ahead with <see cref="ReadUnstoredAsync"/>. The writer never waits for either.
/// </remarks>
public sealed class RunLog
{
    private const int MostPerBatch = 2_000;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly List<RunEvent> _events;
    private TaskCompletionSource _appended = NewSignal();
    private TaskCompletionSource _stored = NewSignal();
    private long _storedSeq;
    private bool _closed;

    /// <summary>A log that goes on after what was stored before (empty for a new run).</summary>
    public RunLog(TimeProvider time, IReadOnlyList<RunEvent>? history = null)
    {
        _time = time;
        _events = [.. history ?? []];
        _storedSeq = _events.Count;
    }

    /// <summary>Sequence number of the last event; 0 for an empty log.</summary>
    public long LastSeq
    {
        get { lock (_gate) return _events.Count; }
    }

    /// <summary>Sequence number of the last stored event.</summary>
    public long StoredSeq
    {
        get { lock (_gate) return _storedSeq; }
    }

    /// <summary>Appends an event; gives it its number and time. Constant time, never waits for a reader.</summary>
    public RunEvent Append(RunEvent e)
    {
        TaskCompletionSource signal;
        RunEvent numbered;
        lock (_gate)
        {
            if (_closed) throw new InvalidOperationException("The log is closed.");
            numbered = e with { Seq = _events.Count + 1, At = _time.GetUtcNow() };
            _events.Add(numbered);
            (signal, _appended) = (_appended, NewSignal());
        }

        signal.TrySetResult();
        return numbered;
    }

    /// <summary>Tells that nothing will be appended any more; readers end after the last stored event.</summary>
    public void Close()
    {
        TaskCompletionSource appended, stored;
        lock (_gate)
        {
            _closed = true;
            // New ones: whoever still waits for the last events to be stored would else turn in circles, and take the threads that store them.
            (appended, _appended) = (_appended, NewSignal());
            (stored, _stored) = (_stored, NewSignal());
        }

        appended.TrySetResult();
        stored.TrySetResult();
    }

    /// <summary>Tells that all events up to a number are stored and may be shown.</summary>
    public void MarkStored(long seq)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            if (seq <= _storedSeq) return;
            _storedSeq = Math.Min(seq, _events.Count);
            (signal, _stored) = (_stored, NewSignal());
        }

        signal.TrySetResult();
    }

    /// <summary>A copy of what was appended so far, stored or not.</summary>
    public IReadOnlyList<RunEvent> Snapshot()
    {
        lock (_gate) return [.. _events];
    }

    /// <summary>Stored events after a number, in batches, until the log is closed and read to its end.</summary>
    public IAsyncEnumerable<IReadOnlyList<RunEvent>> ReadAsync(long after, CancellationToken cancellation = default) =>
        Read(after, storedOnly: true, cancellation);

    /// <summary>Events after a number whether stored or not: for the archiver alone.</summary>
    public IAsyncEnumerable<IReadOnlyList<RunEvent>> ReadUnstoredAsync(long after, CancellationToken cancellation = default) =>
        Read(after, storedOnly: false, cancellation);

    private async IAsyncEnumerable<IReadOnlyList<RunEvent>> Read(
        long after, bool storedOnly, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var cursor = Math.Max(0, after);
        while (true)
        {
            IReadOnlyList<RunEvent> batch;
            Task news;
            bool over;
            lock (_gate)
            {
                var end = storedOnly ? _storedSeq : _events.Count;
                var count = (int)Math.Clamp(end - cursor, 0, MostPerBatch);
                batch = count == 0 ? [] : _events.GetRange((int)cursor, count);
                news = (storedOnly ? _stored : _appended).Task;
                over = _closed && cursor + count >= _events.Count;
            }

            if (batch.Count > 0)
            {
                cursor += batch.Count;
                yield return batch;
            }
            else if (over)
            {
                yield break;
            }
            else
            {
                await news.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
