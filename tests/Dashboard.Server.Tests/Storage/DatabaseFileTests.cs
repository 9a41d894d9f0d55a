using Dashboard.Server.Storage;
using LiteDB;
using LiteDB.Engine;

namespace Dashboard.Server.Tests.Storage;

public sealed class DatabaseFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_committed_is_on_the_disk_once_it_is_confirmed()
    {
        Directory.CreateDirectory(_folder.Path);
        using var file = new DatabaseFile(_folder["a.db"], ["things"]);
        for (var i = 0; i < 50; i++)
        {
            file.Database.GetCollection("things").Insert(new BsonDocument { ["_id"] = i, ["bytes"] = new byte[100_000] });
            file.Confirm();
            Copy(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        for (var i = 0; i < 50; i++)
        {
            using var copy = new DatabaseFile(_folder[$"copy{i}.db"], ["things"]);
            Assert.Equal(i + 1, copy.Database.GetCollection("things").Count());
        }
    }

    /// <summary>LiteDB writes its log on a thread of its own and would close the engine there.</summary>
    [Fact]
    public void A_fault_of_the_log_is_told_to_who_confirms_and_keeps_the_database_as_it_is()
    {
        Directory.CreateDirectory(_folder.Path);
        using var log = new LogStream(_folder["a-log.db"]);
        using var data = new DataStream(_folder["a.db"], log);
        log.Write(new byte[10], 0, 10);
        log.Flush();
        log.Await(10);
        log.Dispose();                      // as good a fault as a full disk
        log.Write(new byte[10], 0, 10);
        Assert.Throws<IOException>(() => log.Await(20));
        Assert.Throws<IOException>(() => data.Write(new byte[10], 0, 10));
        Assert.Throws<IOException>(() => log.SetLength(0));
        Assert.Equal(0, data.Length);
    }

    /// <summary>Fails for a LiteDB that names its fields otherwise: see then whether its finalizers still throw.</summary>
    [Fact]
    public void Transactions_that_were_left_open_are_found()
    {
        using var engine = new LiteEngine(new EngineSettings { DataStream = new MemoryStream(), LogStream = new MemoryStream() });
        Assert.Equal(0, DatabaseFile.Abandon(engine));
        engine.BeginTrans();
        Assert.Equal(1, DatabaseFile.Abandon(engine));
        engine.Rollback();
        Assert.Equal(0, DatabaseFile.Abandon(engine));
    }

    /// <summary>LiteDB closes its engine for some faults in a read; no write may come to find that out.</summary>
    [Fact]
    public void A_read_that_closes_the_engine_has_the_store_opened_anew()
    {
        using var store = StoredRuns.Open(_folder.Path);
        Assert.Throws<StorageException>(() => store.Read(database =>
        {
            database.Dispose();
            return Format(database);
        }));
        Assert.True(SpinWait.SpinUntil(() => IsReadable(store), TimeSpan.FromSeconds(30)));
    }

    private static bool IsReadable(Store store)
    {
        try
        {
            return store.Read(Format) is not null;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private static BsonDocument? Format(LiteDatabase database) => database.GetCollection("meta").FindById("format");

    private void Copy(string number)
    {
        File.Copy(_folder["a.db"], _folder[$"copy{number}.db"]);
        if (File.Exists(_folder["a-log.db"])) File.Copy(_folder["a-log.db"], _folder[$"copy{number}-log.db"]);
    }
}
