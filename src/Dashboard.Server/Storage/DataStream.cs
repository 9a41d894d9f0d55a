namespace Dashboard.Server.Storage;

/// <summary>The database file itself. Takes nothing once its log failed: a part of a transaction would break it, and the log that is read next time has the rest.</summary>
internal sealed class DataStream(string file, LogStream log) : PageStream(file)
{
    public override void Write(byte[] buffer, int offset, int count)
    {
        log.ThrowIfFailed();
        base.Write(buffer, offset, count);
    }
}
