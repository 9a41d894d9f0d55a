namespace Dashboard.Server.RealData;

/// <summary>What comes over the network, as long as enough comes: a server that falls silent, or drips, would hold its place for an hour.</summary>
/// <param name="inner">What comes.</param>
/// <param name="patience">How long one reading may take, and how long less than <see cref="Fewest"/> may come.</param>
/// <param name="time">The clock.</param>
internal sealed class PatientStream(Stream inner, TimeSpan patience, TimeProvider time) : Stream
{
    /// <summary>Bytes that have to come while the patience lasts: about 1 KiB in a second.</summary>
    public const int Fewest = 32 * 1024;

    private long? _began;
    private long _came;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="FetchException">Nothing came; the message may be shown.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _began ??= time.GetTimestamp();     // a download may have waited for its turn since it was opened
        using var silence = new CancellationTokenSource(patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            var count = await inner.ReadAsync(buffer, limit.Token);
            if (count > 0) Count(count);
            return count;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FetchException($"Nothing came for {patience.TotalSeconds:0.#} seconds; nothing was kept.", e);
        }
    }

    private void Count(int bytes)
    {
        _came += bytes;
        if (time.GetElapsedTime(_began!.Value) < patience) return;
        if (_came < Fewest)
            throw new FetchException($"Only {_came:N0} bytes came in {patience.TotalSeconds:0.#} seconds; nothing was kept.");
        (_began, _came) = (time.GetTimestamp(), 0);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
