using Contracts;
using Dashboard.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Server.Tests.Storage;

public sealed class CompactionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_that_ends_at_any_step_loses_nothing()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 12, points: 3_000);
        using var left = new TemporaryFolder();
        using (var store = StoredRuns.Open(_folder.Path))
        {
            await DeleteAsync(store, 1, 9);
            store.Compacting = step => Copy(_folder.Path, left[step.ToString()]);
            await store.CompactAsync();
            Check(store, 10, 12);
        }

        foreach (var step in Enum.GetValues<CompactionStep>())
        {
            using var found = StoredRuns.Open(left[step.ToString()]);
            Check(found, 10, 12);
            await DeleteAsync(found, 10, 10);        // and it can still be written
            Check(found, 11, 12);
            Assert.Empty(Directory.GetFiles(Path.Combine(left[step.ToString()], "temporary")));
        }
    }

    [Fact]
    public async Task The_file_becomes_smaller_by_what_was_free_and_can_be_written_meanwhile()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 10, points: 6_000);
        using var store = StoredRuns.Open(_folder.Path);
        await DeleteAsync(store, 1, 8);
        var (size, free) = (store.Size, await store.FreeAsync());
        Assert.InRange(free, size / 2, size);

        var compacting = store.CompactAsync();
        var writing = DeleteAsync(store, 9, 9);
        Check(store, 10, 10);                       // readers are not kept out
        await Task.WhenAll(compacting, writing);

        Assert.InRange(store.Size, 1, size - (free * 9 / 10));
        Check(store, 10, 10);
    }

    [Theory]
    [InlineData(nameof(CompactionStep.Copied))]
    [InlineData(nameof(CompactionStep.Closed))]
    public async Task One_that_fails_leaves_no_draft_and_a_store_that_works(string fails)
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 3, points: 100);
        using var store = StoredRuns.Open(_folder.Path);
        store.Compacting = step =>
        {
            if (step.ToString() == fails) throw new IOException("No space left on device");
        };
        await Assert.ThrowsAsync<StorageException>(store.CompactAsync);
        Assert.Empty(Directory.GetFiles(_folder["temporary"]));
        await DeleteAsync(store, 1, 1);
        Check(store, 2, 3);
    }

    [Theory]
    [InlineData(100L << 20, 40L << 20, 125L << 20, true)]
    [InlineData(100L << 20, 40L << 20, 124L << 20, false)]
    public void A_copy_needs_room_for_what_is_not_free_and_for_its_log(long size, long free, long available, bool expected) =>
        Assert.Equal(expected, Compaction.HasRoom(size, free, available));

    private static async Task DeleteAsync(Store store, int from, int to)
    {
        var runs = new RunStore(store, NullLogger<RunStore>.Instance);
        for (var number = from; number <= to; number++) await runs.DeleteAsync(StoredRuns.Id(number));
    }

    private static void Check(Store store, int from, int to)
    {
        var runs = new RunStore(store, NullLogger<RunStore>.Instance);
        for (var number = from; number <= to; number++)
        {
            var log = new StoredLog(runs, StoredRuns.Id(number)).All();
            Assert.Equal(Enumerable.Range(1, log.Count).Select(i => (long)i), log.Select(e => e.Seq));
            Assert.IsType<RunEnded>(log[^1]);
        }

        Assert.Empty(runs.Damaged);
    }

    private static void Copy(string source, string target)
    {
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var to = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
