using System.Threading.Channels;
using LiteDB;

namespace Dashboard.Server.Storage;

/// <summary>
/// The one thread that writes to the database.
/// LiteDB 5.0.20 corrupts its file when two threads write, even to different collections.
/// </summary>
internal sealed partial class StoreWriter : IDisposable
{
    public static readonly IReadOnlyList<string> Collections =
    [
        "meta", "runs", "chunks", "columns", "recipes", "library", "libraryevents", "datasets", "queue", RunMetaStore.Collection,
        DigestStore.Collection, ViewStore.Collection,
    ];

    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ReaderWriterLockSlim _reopening = new();
    private readonly string _file;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private DatabaseFile _database;
    private int _checking;

    public StoreWriter(string file, ILogger log)
    {
        (_file, _log) = (file, log);
        _database = new DatabaseFile(_file, Collections);
        _thread = new Thread(Work) { Name = "store writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Told how far a compaction is; a test looks at the files then.</summary>
    public Action<CompactionStep> Compacting { get; set; } = _ => { };

    /// <summary>Does something in one transaction on the writer's thread; ends once it is on the disk.</summary>
    public Task WriteAsync(Action<LiteDatabase> action) => Ask(() => Commit(action));

    /// <summary>Copies everything into a new file by way of another and goes on with that. Others read on meanwhile, writes wait.</summary>
    public Task CompactAsync(string draft) => Ask(() => Compact(draft));

    /// <summary>Brings everything that is written into the database file itself.</summary>
    public Task CheckpointAsync() => Ask(() => _database.Database.Checkpoint());

    /// <summary>Reads on the caller's thread; what is returned must not be lazy.</summary>
    public T Read<T>(Func<LiteDatabase, T> query)
    {
        _reopening.EnterReadLock();
        try
        {
            return query(_database.Database);
        }
        catch (Exception e) when (e is LiteException or ObjectDisposedException or IOException)
        {
            AskCheck();
            throw new StorageException("The store cannot be read now.", e);
        }
        finally
        {
            _reopening.ExitReadLock();
        }
    }

    public void Dispose()
    {
        _requests.Writer.TryComplete();
        _thread.Join();
        _database.Dispose();
        _reopening.Dispose();
    }

    private void Work()
    {
        while (Next() is { } request)
        {
            try
            {
                request.Act();
                request.Done.SetResult();
            }
            catch (Exception e)     // nothing that is asked may end the thread, and with it the process
            {
                Log.WriteFailed(_log, e);
                Reopen();
                request.Done.SetException(Told(e));
            }
        }
    }

    /// <summary>A fault of the disk in words for people; any other as it is, for whoever asked.</summary>
    private static Exception Told(Exception e) => e is IOException or LiteException or ObjectDisposedException or UnauthorizedAccessException
        ? new StorageException("The store cannot be written now. Is the disk full?", e)
        : e;

    private Request? Next()
    {
        while (true)
        {
            if (_requests.Reader.TryRead(out var request)) return request;
            if (!_requests.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult()) return null;
        }
    }

    private void Commit(Action<LiteDatabase> action)
    {
        var database = _database.Database;
        database.BeginTrans();
        var committed = false;
        try
        {
            action(database);
            committed = database.Commit();
        }
        finally
        {
            if (!committed) database.Rollback();
        }

        _database.Confirm();
    }

    /// <summary>After a fault in a read, for which LiteDB may have closed its engine: no write may come that would find that out.</summary>
    private void AskCheck()
    {
        if (Interlocked.Exchange(ref _checking, 1) == 0) _requests.Writer.TryWrite(new Request(Check, new TaskCompletionSource()));
    }

    private void Check()
    {
        Interlocked.Exchange(ref _checking, 0);
        _database.Database.GetCollection(Collections[0]).FindById("format");
    }

    private Task Ask(Action act)
    {
        var request = new Request(act, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_requests.Writer.TryWrite(request)) throw new StorageException("The store is closed.");
        return request.Done.Task;
    }

    private void Compact(string draft)
    {
        try
        {
            Compacting(CompactionStep.Copying);
            Compaction.Copy(_database.Database, draft, Collections);
            Compacting(CompactionStep.Copied);
            Exchange(draft);
        }
        finally
        {
            Compaction.Discard(draft);
        }
    }

    private void Exchange(string draft)
    {
        _reopening.EnterWriteLock();
        try
        {
            _database.Dispose();
            Compaction.RemoveEmptyLog(_file);
            Compacting(CompactionStep.Closed);
            Compaction.Swap(draft, _file);
            Compacting(CompactionStep.Swapped);
            _database = new DatabaseFile(_file, Collections);
        }
        finally
        {
            _reopening.ExitWriteLock();
        }
    }

    /// <summary>After a failed write the engine of the database may have closed itself; a fresh one replays its log.</summary>
    private void Reopen()
    {
        _reopening.EnterWriteLock();
        try
        {
            _database.Dispose();
            _database = new DatabaseFile(_file, Collections);
        }
        catch (Exception e)     // reads and writes are refused until an opening succeeds
        {
            Log.ReopenFailed(_log, e);
        }
        finally
        {
            _reopening.ExitWriteLock();
        }
    }

    private sealed record Request(Action Act, TaskCompletionSource Done);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The store failed and is opened anew.")]
        public static partial void WriteFailed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Critical, "The store cannot be opened anew; the next use of it tries again.")]
        public static partial void ReopenFailed(ILogger logger, Exception exception);
    }
}
