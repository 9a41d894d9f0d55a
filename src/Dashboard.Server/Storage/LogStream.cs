namespace Dashboard.Server.Storage;

/// <summary>
/// The log of the database. LiteDB writes it on a thread of its own after it has called a transaction committed, and a fault of the disk there
/// closes the engine under whoever uses it, if it does not hang. So LiteDB never hears of one here: what follows a fault is dropped,
/// and who committed asks by <see cref="Await"/>.
/// </summary>
internal sealed class LogStream : PageStream
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly object _progress = new();
    private Exception? _fault;
    private long _written;
    private long _kept;
    private int _round;

    public LogStream(string file)
        : base(file) => _written = _kept = Length;

    private bool Failed
    {
        get
        {
            lock (_progress) return _fault is not null;
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Failed) return;
        try
        {
            base.Write(buffer, offset, count);
            lock (_progress) _written = Math.Max(_written, Position);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            Fail(e);
        }
    }

    public override void Flush()
    {
        if (Failed) return;
        try
        {
            var (round, written) = Progress();
            base.Flush();
            Keep(round, written);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            Fail(e);
        }
    }

    public override void SetLength(long value)
    {
        ThrowIfFailed();
        base.SetLength(value);
        lock (_progress) (_written, _kept, _round) = (value, value, _round + 1);
    }

    /// <summary>Returns once as many bytes are on the disk.</summary>
    /// <exception cref="IOException">They never will be.</exception>
    public void Await(long length)
    {
        var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        lock (_progress)
        {
            while (_fault is null && _kept < length)
            {
                var left = end - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_progress, TimeSpan.FromMilliseconds(left))) _fault ??= new IOException("The log is not being written.");
            }
        }

        ThrowIfFailed();
    }

    /// <summary>Refuses to go on after a fault.</summary>
    public void ThrowIfFailed()
    {
        lock (_progress)
        {
            if (_fault is not null) throw new IOException("The log of the database could not be written: " + _fault.Message, _fault);
        }
    }

    private static bool IsOfDisk(Exception e) => e is IOException or UnauthorizedAccessException or ObjectDisposedException;

    private (int Round, long Written) Progress()
    {
        lock (_progress) return (_round, _written);
    }

    /// <summary>A log that was emptied meanwhile has begun anew; what was flushed is of the one before.</summary>
    private void Keep(int round, long written)
    {
        lock (_progress)
        {
            if (round == _round) _kept = written;
            Monitor.PulseAll(_progress);
        }
    }

    private void Fail(Exception e)
    {
        lock (_progress)
        {
            _fault ??= e;
            Monitor.PulseAll(_progress);
        }
    }
}
