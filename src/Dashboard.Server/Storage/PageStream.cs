using Microsoft.Win32.SafeHandles;

namespace Dashboard.Server.Storage;

/// <summary>A file of the database, as LiteDB reads and writes it: at a position, unbuffered. Its caller sees to it that one thread at a time does.</summary>
internal abstract class PageStream(string file) : Stream
{
    private readonly SafeFileHandle _handle =
        File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, FileOptions.RandomAccess);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => RandomAccess.GetLength(_handle);

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = 0;
        while (read < count)
        {
            var some = RandomAccess.Read(_handle, buffer.AsSpan(offset + read, count - read), Position + read);
            if (some == 0) break;
            read += some;
        }

        Position += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        RandomAccess.Write(_handle, buffer.AsSpan(offset, count), Position);
        Position += count;
    }

    public override void Flush() => RandomAccess.FlushToDisk(_handle);

    public override void SetLength(long value) => RandomAccess.SetLength(_handle, value);

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Current => Position,
        SeekOrigin.End => Length,
        _ => 0,
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing) _handle.Dispose();
        base.Dispose(disposing);
    }
}
