using Contracts;
using Dashboard.Server.Storage;
using LiteDB;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Server.Tests.Storage;

public sealed class RunStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_event_comes_back_in_order_across_chunks()
    {
        using var open = Open();
        var store = Runs(open);
        var run = await WriteAsync(store, 1, 700);
        var log = new StoredLog(store, run.Summary.Id).All();
        Assert.Equal(Enumerable.Range(1, 700).Select(i => (long)i), log.Select(e => e.Seq));
        Assert.Equal(Enumerable.Range(1, 700), log.Cast<Measured>().Select(measured => measured.Iteration));
        Assert.Equal([699L, 700L], store.Events(run.Summary.Id, 698).Select(e => e.Seq));
    }

    [Fact]
    public async Task An_action_that_fails_is_told_to_its_asker_and_to_nobody_else()
    {
        using var open = Open();
        var run = await WriteAsync(Runs(open), 1, 10);
        await Assert.ThrowsAsync<FormatException>(() => open.WriteAsync(database =>
        {
            database.GetCollection("runs").DeleteAll();
            throw new FormatException();
        }));
        Assert.Equal(run.Summary.Id, Assert.Single(Runs(open).List()).Summary.Id);
        await WriteAsync(Runs(open), 2, 10);
        Assert.Equal(2, Runs(open).List().Count);
    }

    [Fact]
    public async Task An_older_format_is_raised_and_a_newer_one_refused()
    {
        using (var open = Open()) await WriteAsync(Runs(open), 1, 10);
        SetFormat(1);
        using (var raised = Open())
        {
            Assert.Single(Runs(raised).List());
            Assert.Equal(2, raised.Read(database => database.GetCollection("meta").FindById("format"))["version"].AsInt32);
        }

        SetFormat(3);
        Assert.Contains("newer version", Assert.Throws<StorageException>(Open).Message, StringComparison.Ordinal);

        void SetFormat(int format)
        {
            using var database = new LiteDatabase(_folder["dashboard.db"]);
            database.GetCollection("meta").Upsert(new BsonDocument { ["_id"] = "format", ["version"] = format });
        }
    }

    [Theory]
    [InlineData("bin")]
    [InlineData("seq1")]
    [InlineData("missing")]
    public async Task A_damaged_chunk_is_told_event_by_event_and_never_silent(string damage)
    {
        StoredRun run;
        using (var open = Open()) run = await WriteAsync(Runs(open), 1, 600);
        Damage(run.Summary.Id, damage);
        using var again = Open();
        var reopened = Runs(again);
        var log = new StoredLog(reopened, run.Summary.Id).All();
        Assert.Equal(Enumerable.Range(1, 600).Select(i => (long)i), log.Select(e => e.Seq));
        Assert.Equal(256, log.OfType<Noted>().Count(note => note.Level == "error"));
        Assert.Equal([run.Summary.Id], reopened.Damaged);
    }

    [Fact]
    public async Task A_damaged_record_is_told_in_its_row()
    {
        StoredRun run;
        using (var open = Open()) run = await WriteAsync(Runs(open), 1, 10);
        using (var database = new LiteDatabase(_folder["dashboard.db"]))
        {
            var document = database.GetCollection("runs").FindAll().Single();
            document["spec"] = document["spec"].AsString.Replace("Untitled", "Entitled", StringComparison.Ordinal);
            database.GetCollection("runs").Update(document);
        }

        using var again = Open();
        var reopened = Runs(again);
        var row = Assert.Single(reopened.List()).Summary;
        Assert.Equal((run.Summary.Id, RunStatus.Failed), (row.Id, row.Status));
        Assert.Contains("damaged", row.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spec_that_cannot_be_read_is_told_once_and_only_when_it_is_asked_for()
    {
        StoredRun run;
        using (var open = Open()) run = await WriteAsync(Runs(open), 1, 10);
        using (var database = new LiteDatabase(_folder["dashboard.db"]))
        {
            var document = database.GetCollection("runs").FindAll().Single();
            document["spec"] = document["spec"].AsString.Replace("{\"name\":", "{\"later\":1,\"name\":", StringComparison.Ordinal);
            document["crc"] = StoredRun.Checksum(document["_id"].AsString, document["spec"].AsString, document["summary"].AsString);
            database.GetCollection("runs").Update(document);
        }

        using var again = Open();
        var log = new ToldLog<RunStore>();
        var store = new RunStore(again, log);
        var listed = Assert.Single(store.List());
        Assert.Equal((run.Summary, 0), (listed.Summary, store.Damaged.Count));
        Assert.Equal(run.Summary.Name, listed.Spec.Name);
        Assert.True(listed.IsDamaged && store.Find(run.Summary.Id)!.IsDamaged);
        Assert.IsType<System.Text.Json.JsonException>((await log.NextAsync()).Fault);
        Assert.False(log.HasMore);
        Assert.Equal([run.Summary.Id], store.Damaged);
        Assert.Equal(10, new StoredLog(store, run.Summary.Id).All().OfType<Measured>().Count());
    }

    [Fact]
    public async Task Thirty_two_producers_and_readers_lose_nothing()
    {
        using var open = Open();
        var store = Runs(open);
        var runs = await Task.WhenAll(Enumerable.Range(1, 32).Select(i => Task.Run(() => WriteAsync(store, i, 300, step: 25))));
        await Parallel.ForEachAsync(runs, TestContext.Current.CancellationToken, (run, _) =>
        {
            Assert.Equal(300, new StoredLog(store, run.Summary.Id).All().Count);
            return ValueTask.CompletedTask;
        });
        Assert.Empty(store.Damaged);
    }

    [Fact]
    public async Task Delete_removes_one_run_and_leaves_the_others()
    {
        using var open = Open();
        var store = Runs(open);
        var first = await WriteAsync(store, 1, 300);
        var second = await WriteAsync(store, 2, 300);
        await store.DeleteAsync(first.Summary.Id);
        Assert.Null(store.Find(first.Summary.Id));
        Assert.Empty(store.Events(first.Summary.Id, 0));
        Assert.Equal(300, new StoredLog(store, second.Summary.Id).All().Count);
    }

    [Fact]
    public async Task A_failing_write_is_told_to_its_writer_alone()
    {
        using var open = Open();
        var store = Runs(open);
        var run = await WriteAsync(store, 1, 10);
        await Assert.ThrowsAsync<StorageException>(() => store.InsertAsync(run));       // its key is taken
        await WriteAsync(store, 2, 10);
        Assert.Equal(2, store.List().Count);
    }

    private Store Open() => new(new StorageFolder(_folder.Path), NullLogger<Store>.Instance);

    private static RunStore Runs(Store store) => new(store, NullLogger<RunStore>.Instance);

    private static async Task<StoredRun> WriteAsync(RunStore store, int number, int count, int step = 700)
    {
        var id = RunId.Create(DateTimeOffset.UnixEpoch.AddYears(50), number);
        var spec = new RunSpec();
        var state = RunState.Submitted(id, spec, DateTimeOffset.UnixEpoch.AddYears(50));
        await store.InsertAsync(new StoredRun(spec, state.Summary));
        var all = new List<RunEvent>();
        for (var i = 1; i <= count; i++)
        {
            all.Add(new Measured(i, new Dictionary<string, double> { [Series.MatchingLoss] = i }) { Seq = i });
            state = state.Apply(all[^1]);
            if (i % step == 0 || i == count) await store.AppendAsync(new StoredRun(spec, state.Summary), Chunks(id, all));
        }

        return new StoredRun(spec, state.Summary);
    }

    private static List<EventChunk> Chunks(RunId id, List<RunEvent> all) => [.. all.Chunk(EventChunk.Size).Select(events => EventChunk.Pack(id, events))];

    private void Damage(RunId id, string damage)
    {
        using var database = new LiteDatabase(_folder["dashboard.db"]);
        var chunks = database.GetCollection("chunks");
        var chunk = chunks.FindById(EventChunk.KeyOf(id, 1));
        if (damage == "missing") chunks.Delete(chunk["_id"]);
        if (damage == "seq1") chunk["seq1"] = chunk["seq1"].AsInt64 + 1;
        if (damage == "bin") chunk["bin"].AsBinary[40] ^= 1;
        if (damage != "missing") chunks.Update(chunk);
    }
}
