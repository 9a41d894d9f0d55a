using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>Removes runs for good and measures on the disk what that gave back.</summary>
internal sealed partial class RunTrash(RunDesk desk, RunLibrary library, Store store, TimeProvider time, ILogger<RunTrash> log) : IRunTrash
{
    /// <summary>A smaller database is not worth a copy.</summary>
    public const long FewestFreeBytes = 4 * 1024 * 1024;

    public TimeSpan Kept { get; } = TimeSpan.FromDays(7);

    public RunFootprint Footprint(IReadOnlyList<RunId> ids) =>
        ids.Distinct().Where(id => library.Index.Record(id) is not null).Select(library.Footprint).Aggregate(RunFootprint.None, (sum, one) => sum.Plus(one));

    public async Task<PurgeReport> PurgeAsync(IReadOnlyList<RunId> ids, CancellationToken cancellation)
    {
        await store.FreeAsync();                // what the log holds belongs to the size before
        var (purged, freed, size) = (RunFootprint.None, 0L, store.Size);
        foreach (var id in ids.Distinct())
        {
            var before = library.Index.Record(id) is null ? null : library.Footprint(id);
            if (before is null || await desk.CommandAsync(id, RunCommand.Purge, cancellation) != CommandResult.Done) continue;
            purged = purged.Plus(before);
            freed += before.Files - library.Footprint(id).Files;
        }

        await CompactAsync();
        var report = new PurgeReport(purged, freed, Math.Max(0, size - store.Size), await store.FreeAsync());
        Log.Purged(log, purged.Runs, report.FilesFreed, report.DatabaseFreed, report.Reusable);
        return report;
    }

    /// <summary>Purges what has been in the trash long enough; null when there is nothing.</summary>
    public async Task<PurgeReport?> PurgeOldAsync(CancellationToken cancellation)
    {
        var until = time.GetUtcNow() - Kept;
        var old = library.Index.Records.Where(record => record.Meta.DeletedAt <= until).Select(record => record.Row.Id).ToList();
        return old.Count == 0 ? null : await PurgeAsync(old, cancellation);
    }

    /// <summary>Gives the free part of the database file back, where it is a quarter of it or more and the disk has room for the copy. Bytes by which the file shrank.</summary>
    public async Task<long> CompactAsync()
    {
        var (size, free) = (store.Size, await store.FreeAsync());
        if (free < FewestFreeBytes || free < size / 4 || !Compaction.HasRoom(size, free, store.Available)) return 0;
        await store.CompactAsync();
        return size - store.Size;
    }

    private static partial class Log
    {
        [LoggerMessage(82, LogLevel.Information,
            "{Runs} runs were removed for good: {Files} bytes of files freed, the database file is {Database} bytes smaller, {Reusable} bytes in it are free.")]
        public static partial void Purged(ILogger logger, int runs, long files, long database, long reusable);
    }
}
