namespace Contracts;

/// <summary>Bytes that a run takes on the disk, by what they are.</summary>
/// <param name="Runs">How many runs are counted.</param>
/// <param name="Events">Logs, in the database: once removed, their place in its file is used again, or given back when the file is compacted.</param>
/// <param name="Checkpoints">State from which a run can go on.</param>
/// <param name="Sets">Synthetic sets and their pictures.</param>
/// <param name="Other">Weights and whatever else lies in the folder.</param>
public sealed record RunFootprint(int Runs, long Events, long Checkpoints, long Sets, long Other)
{
    /// <summary>Nothing.</summary>
    public static readonly RunFootprint None = new(0, 0, 0, 0, 0);

    /// <summary>Everything.</summary>
    public long Total => Events + Checkpoints + Sets + Other;

    /// <summary>What lies in files of their own.</summary>
    public long Files => Checkpoints + Sets + Other;

    /// <summary>Both together.</summary>
    public RunFootprint Plus(RunFootprint other) => new(
        Runs + other.Runs, Events + other.Events, Checkpoints + other.Checkpoints, Sets + other.Sets, Other + other.Other);
}

/// <summary>What a purge gave back, measured on the disk before and after.</summary>
/// <param name="Purged">What was removed.</param>
/// <param name="FilesFreed">Bytes of files that are no longer on the disk.</param>
/// <param name="DatabaseFreed">Bytes by which the database file shrank; 0 when it was not worth compacting.</param>
/// <param name="Reusable">Bytes inside the database file that new events will fill.</param>
public sealed record PurgeReport(RunFootprint Purged, long FilesFreed, long DatabaseFreed, long Reusable);
