using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>Deleted runs: they can be taken back for a while.</summary>
public interface IRunTrash
{
    /// <summary>How long a deleted run is kept.</summary>
    TimeSpan Kept { get; }

    /// <summary>What some runs take on the disk together; unknown ones count nothing.</summary>
    RunFootprint Footprint(IReadOnlyList<RunId> ids);

    /// <summary>Removes ended runs for good, in the trash or not, and measures what that gives back. Others are left alone.</summary>
    [Changes]
    Task<PurgeReport> PurgeAsync(IReadOnlyList<RunId> ids, CancellationToken cancellation);
}
