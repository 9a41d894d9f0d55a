using System.Collections;
using System.Globalization;
using System.Reflection;
using LiteDB;
using LiteDB.Engine;

namespace Dashboard.Server.Storage;

/// <summary>A database file that is open, with its log.</summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly string _logFile;
    private readonly LogStream _log;
    private readonly DataStream _data;
    private readonly LiteEngine _engine;
    private bool _disposed;

    /// <summary>Collections are made here, alone: a reader that meets one being made breaks the engine.</summary>
    public DatabaseFile(string file, IReadOnlyList<string> collections)
    {
        _logFile = Compaction.LogOf(file);
        LogStream? log = null;
        DataStream? data = null;
        LiteEngine? engine = null;
        var opened = false;
        try
        {
            log = new LogStream(_logFile);
            data = new DataStream(file, log);
            engine = new LiteEngine(new EngineSettings
            {
                DataStream = data,
                LogStream = log,
                Collation = new Collation(127, CompareOptions.Ordinal),     // keys sort alike on every machine
            });
            (_log, _data, _engine, Database) = (log, data, engine, new LiteDatabase(engine));
            Make(collections);
            Confirm();
            opened = true;
        }
        finally
        {
            if (!opened) Close(engine, data, log);
        }
    }

    /// <summary>What is in it.</summary>
    public LiteDatabase Database { get; }

    /// <summary>Returns once everything that was committed is on the disk: LiteDB writes it later.</summary>
    /// <exception cref="IOException">It could not be written. Open the file anew.</exception>
    public void Confirm() => _log.Await(Database.GetCollection("$database").FindAll().First()["logFileSize"].AsInt64);

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Close(_engine, _data, _log);
    }

    /// <summary>Keeps the finalizers of transactions that the engine could not end from running, and tells how many there were.</summary>
    /// <remarks>
    /// LiteDB 5.0.20 discards their pages on the finalizer's thread; what that throws ends the process. There is no public way to such a
    /// transaction. In another version that names its fields otherwise this does nothing.
    /// </remarks>
    internal static int Abandon(LiteEngine engine)
    {
        var monitor = typeof(LiteEngine).GetField("_monitor", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(engine);
        if (monitor?.GetType().GetProperty("Transactions")?.GetValue(monitor) is not ICollection transactions) return 0;
        foreach (var transaction in transactions) GC.SuppressFinalize(transaction);
        return transactions.Count;
    }

    private void Make(IReadOnlyList<string> collections)
    {
        foreach (var name in collections.Where(name => !Database.CollectionExists(name)))
        {
            var collection = Database.GetCollection(name);
            collection.Insert(new BsonDocument { ["_id"] = "sentinel" });
            collection.Delete("sentinel");
        }
    }

    private void Close(LiteEngine? engine, DataStream? data, LogStream? log)
    {
        engine?.Dispose();
        if (engine is not null) Abandon(engine);
        data?.Dispose();
        if (log is null) return;
        var empty = log.Length == 0;
        log.Dispose();
        if (empty) File.Delete(_logFile);
    }
}
