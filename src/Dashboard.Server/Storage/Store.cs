using LiteDB;

namespace Dashboard.Server.Storage;

/// <summary>The open database of the storage folder: its lock, its one writer and its format.</summary>
internal sealed class Store : IDisposable
{
    private const int Format = 1;
    private readonly FolderLock _lock;
    private readonly StoreWriter _writer;

    public Store(StorageFolder folder, ILogger<Store> log)
    {
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
