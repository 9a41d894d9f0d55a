using LiteDB;

namespace Dashboard.Server.Storage;

/// <summary>The open database of the storage folder: its lock, its one writer and its format.</summary>
internal sealed class Store : IDisposable
{
    /// <summary>2 since rows tell their sittings: a server of format 1 would refuse them.</summary>
    private const int Format = 2;
    private readonly FolderLock _lock;
    private readonly StoreWriter _writer;
    private readonly StorageFolder _folder;

    public Store(StorageFolder folder, ILogger<Store> log)
    {
        _folder = folder;
        _lock = new FolderLock(folder);
        try
        {
            folder.ClearTemporary();
            _writer = new StoreWriter(folder.Database, log);
            CheckFormat(folder);
        }
        catch (Exception e) when (e is LiteException or InvalidCastException or UnauthorizedAccessException
            or (IOException and not StorageException))
        {
            _lock.Dispose();
            throw new StorageException($"The database {folder.Database} cannot be opened: {e.Message} It was left as it is.", e);
        }
    }

    /// <summary>Does something in one transaction on the writer's thread; ends once it is committed.</summary>
    public Task WriteAsync(Action<LiteDatabase> action) => _writer.WriteAsync(action);

    /// <summary>Reads on the caller's thread; what is returned must not be lazy.</summary>
    public T Read<T>(Func<LiteDatabase, T> query) => _writer.Read(query);

    /// <summary>Told how far a compaction is; a test looks at the files then.</summary>
    public Action<CompactionStep> Compacting
    {
        set => _writer.Compacting = value;
    }

    /// <summary>Bytes of the database file.</summary>
    public long Size => new FileInfo(_folder.Database).Length;

    /// <summary>Bytes inside the database file that hold nothing.</summary>
    public async Task<long> FreeAsync()
    {
        await _writer.CheckpointAsync();
        return Compaction.FreeBytes(_folder.Database);
    }

    /// <summary>Bytes that the disk of the database has left.</summary>
    public long Available => new DriveInfo(_folder.Root).AvailableFreeSpace;

    /// <summary>Gives the free bytes of the database file back to the disk: everything is copied into a new file, which then takes its name.</summary>
    /// <remarks>A process that ends on the way leaves the old file or the new one, each whole, and a draft that the next start removes.</remarks>
    public Task CompactAsync() => _writer.CompactAsync(Path.Combine(_folder.Temporary, Guid.NewGuid().ToString("N") + ".db"));

    /// <summary>A consistent copy of the database file, made between two writes.</summary>
    public Task CopyAsync(string source, string target) => _writer.WriteAsync(database =>
    {
        File.Copy(source, target);
        var log = Path.ChangeExtension(source, null) + "-log.db";
        if (File.Exists(log)) File.Copy(log, Path.ChangeExtension(target, null) + "-log.db");
    });

    public void Dispose()
    {
        _writer.Dispose();
        _lock.Dispose();
    }

    private void CheckFormat(StorageFolder folder)
    {
        var found = _writer.Read(database => database.GetCollection("meta").FindById("format"))?["version"].AsInt32;
        if (found is > Format)
        {
            Dispose();
            throw new StorageException(
                $"The storage folder {folder.Root} was written by a newer version (format {found}, this is {Format}).");
        }

        _writer.WriteAsync(database => database.GetCollection("meta").Upsert(new BsonDocument { ["_id"] = "format", ["version"] = Format }))
            .GetAwaiter().GetResult();
    }
}
