namespace Dashboard.Server.Storage;

/// <summary>A file on its way into the storage folder: it has its name once it is whole and on the disk, and is gone otherwise.</summary>
internal sealed class DraftFile : IDisposable
{
    private const string Refusal = "The storage folder cannot take the file now. Is the disk full?";
    private readonly string _path;
    private readonly FileStream _file;

    /// <exception cref="StorageException">Nothing can be written.</exception>
    public DraftFile(StorageFolder folder)
    {
        _path = Path.Combine(folder.Temporary, Guid.NewGuid().ToString("N"));
        try
        {
            _file = new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(Refusal, e);
        }
    }

    /// <exception cref="StorageException">The disk is full.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> block, CancellationToken cancellation)
    {
        try
        {
            await _file.WriteAsync(block, cancellation);
        }
        catch (IOException e)
        {
            throw new StorageException(Refusal, e);
        }
    }

    /// <summary>Gives the file its name. False, and nothing changed, when something has that name.</summary>
    /// <exception cref="StorageException">The disk is full.</exception>
    public bool Keep(string target)
    {
        try
        {
            _file.Flush(flushToDisk: true);
            _file.Dispose();
            File.Move(_path, target);
            return true;
        }
        catch (IOException) when (File.Exists(target))
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(Refusal, e);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }
}
