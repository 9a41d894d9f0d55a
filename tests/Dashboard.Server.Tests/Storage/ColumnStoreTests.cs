using Contracts;
using Dashboard.Server.Storage;
using LiteDB;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Server.Tests.Storage;

public sealed class ColumnStoreTests : IDisposable
{
    private static readonly RunId Run = RunId.Create(DateTimeOffset.UnixEpoch, 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_asked_columns_of_a_block_come_back()
    {
        using var store = Open();
        var columns = new ColumnStore(store);
        await KnowRunAsync(store);
        await columns.WriteAsync(Run, Block());
        var found = columns.Find(Run, 0, 3, ["b", "none"])!;
        Assert.Equal([1, 2, 2], found.Iterations);
        Assert.Equal(3L, found.Last);
        Assert.Equal("b", Assert.Single(found.Columns).Key);
        Assert.Equal([1, 2], found.Columns["b"].Places.Select(place => (int)place));
        Assert.Equal([double.NaN, -0.5], found.Columns["b"].Values);
        Assert.Equal([1_000L, 2_000L, 3_000L], found.Times);
        Assert.Null(columns.Find(Run, 1, 3, ["b"]));
    }

    [Fact]
    public async Task A_block_that_is_older_than_its_events_or_damaged_is_none()
    {
        using (var store = Open())
        {
            await KnowRunAsync(store);
            await new ColumnStore(store).WriteAsync(Run, Block());
            Assert.Null(new ColumnStore(store).Find(Run, 0, 4, ["a"]));
        }

        using (var database = new LiteDatabase(_folder["dashboard.db"]))
        {
            var part = database.GetCollection("columns").FindById($"{Run}/00000000/0000");
            part["bin"] = new byte[16];
            database.GetCollection("columns").Update(part);
        }

        using var again = Open();
        Assert.Null(new ColumnStore(again).Find(Run, 0, 3, ["a"]));
        Assert.NotNull(new ColumnStore(again).Find(Run, 0, 3, ["b"]));
    }

    [Fact]
    public async Task Columns_go_with_their_run_and_are_not_made_for_one_that_is_gone()
    {
        using var store = Open();
        var (columns, runs) = (new ColumnStore(store), new RunStore(store, NullLogger<RunStore>.Instance));
        await KnowRunAsync(store);
        await columns.WriteAsync(Run, Block());
        await runs.DeleteAsync(Run);
        Assert.Null(columns.Find(Run, 0, 3, ["a"]));
        await columns.WriteAsync(Run, Block());
        Assert.Equal(0, store.Read(database => database.GetCollection("columns").Count()));
    }

    private static ColumnBlock Block() => ColumnBlock.Of(0,
    [
        Measured(1, 1, ("a", 1)), Measured(2, 2, ("a", 2), ("b", double.NaN)), Measured(3, 2, ("b", -0.5)),
    ]);

    private static Measured Measured(int seq, int iteration, params (string Name, double Value)[] values) =>
        new(iteration, values.ToDictionary(value => value.Name, value => value.Value)) { Seq = seq, At = DateTimeOffset.UnixEpoch.AddSeconds(seq) };

    private static Task KnowRunAsync(Store store)
    {
        var spec = new RunSpec();
        return new RunStore(store, NullLogger<RunStore>.Instance)
            .InsertAsync(new StoredRun(spec, RunState.Submitted(Run, spec, DateTimeOffset.UnixEpoch).Summary));
    }

    private Store Open() => new(new StorageFolder(_folder.Path), NullLogger<Store>.Instance);
}
