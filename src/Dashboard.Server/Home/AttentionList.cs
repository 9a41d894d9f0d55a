using Contracts;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Home;

/// <summary>What needs a person: a full disk, damaged records, runs that ended otherwise than they should have, lines that are held.</summary>
internal sealed class AttentionList(RunStore store, RunQueue queue, StorageFolder folder)
{
    private const int MostOfKind = 20;
    private static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    /// <summary>The disk of the storage folder; null where the system does not tell.</summary>
    public DiskReading? Disk()
    {
        try
        {
            var drive = new DriveInfo(folder.Root);
            return new DiskReading(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public IReadOnlyList<Attention> Of(IReadOnlyList<RunSummary> rows, DiskReading? disk, DateTimeOffset now)
    {
        var all = new List<Attention>();
        if (disk is { IsNearlyFull: true }) all.Add(new Attention(AttentionKind.Disk, null));
        all.AddRange(queue.Lines.Where(IsHeld).Select(line => new Attention(AttentionKind.Held, null, line.Device.Name)));
        var damaged = store.Damaged.ToHashSet();
        all.AddRange(rows.Where(row => damaged.Contains(row.Id)).Take(MostOfKind).Select(row => new Attention(AttentionKind.Damaged, row)));
        all.AddRange(Ended(rows, RunStatus.Interrupted, AttentionKind.Interrupted, now));
        all.AddRange(Ended(rows, RunStatus.Failed, AttentionKind.Failed, now));
        return all;
    }

    private static bool IsHeld(DeviceLine line) => line.Look() is { Mode: not QueueMode.Open, Waiting.Count: > 0 };

    private static IEnumerable<Attention> Ended(IReadOnlyList<RunSummary> rows, RunStatus status, AttentionKind kind, DateTimeOffset now) =>
        rows.Where(row => row.Status == status && now - (row.EndedAt ?? row.CreatedAt) < Memory).OrderByDescending(row => row.EndedAt).Take(MostOfKind)
            .Select(row => new Attention(kind, row, row.Reason));
}
