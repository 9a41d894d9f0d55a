namespace Contracts;

/// <summary>What the first page shows beside devices and lines.</summary>
/// <param name="Runs">How many runs there are in all.</param>
/// <param name="Running">Every run that a device works on, or holds.</param>
/// <param name="Best">The best distilled set of every data set and size.</param>
/// <param name="Attention">What needs a person, the most urgent first.</param>
/// <param name="Disk">The disk of the storage folder; null where it cannot be read.</param>
public sealed record Overview(
    int Runs, IReadOnlyList<RunCard> Running, IReadOnlyList<BestSet> Best, IReadOnlyList<Attention> Attention, DiskReading? Disk);

/// <summary>An active run at a glance.</summary>
/// <param name="Run">Its row of history.</param>
/// <param name="SecondsLeft">Seconds until its phase ends at the present pace; null when unknown.</param>
/// <param name="Loss">The matching loss since the engine took it up, thinned; smallest and largest value of each stretch are kept.</param>
/// <param name="Picture">Address of the newest synthetic images; null before the first.</param>
public sealed record RunCard(RunSummary Run, double? SecondsLeft, IReadOnlyList<SparkPoint> Loss, string? Picture);

/// <summary>A stretch of a small curve.</summary>
/// <param name="X">Where it begins.</param>
/// <param name="Low">The smallest value in it.</param>
/// <param name="High">The largest value in it.</param>
public sealed record SparkPoint(double X, double Low, double High);

/// <summary>The run whose set trains its own network best, among runs on the same data with as many images per class.</summary>
/// <param name="Run">Its row of history.</param>
/// <param name="Of">How many judged runs it was chosen from.</param>
public sealed record BestSet(RunSummary Run, int Of);

/// <summary>Why something needs a person.</summary>
public enum AttentionKind
{
    /// <summary>The disk of the storage folder is nearly full.</summary>
    Disk,

    /// <summary>Part of a run's record or log was found damaged.</summary>
    Damaged,

    /// <summary>The server stopped while a run was active; it can be resumed.</summary>
    Interrupted,

    /// <summary>A run ended by a fault.</summary>
    Failed,

    /// <summary>Runs wait in a line that takes none.</summary>
    Held,
}

/// <summary>One thing that needs a person.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Run">The run it is about; null for the disk and for a line.</param>
/// <param name="Detail">The reason of a failure, or the device of a line; empty otherwise.</param>
public sealed record Attention(AttentionKind Kind, RunSummary? Run, string Detail = "");

/// <summary>Room on a disk.</summary>
/// <param name="FreeBytes">Bytes that can still be written.</param>
/// <param name="TotalBytes">Bytes in all.</param>
public sealed record DiskReading(long FreeBytes, long TotalBytes)
{
    private const double LeastShare = 0.1;
    private const long LeastBytes = 2L << 30;

    /// <summary>Whether less than a tenth, or less than 2 GiB, is left.</summary>
    public bool IsNearlyFull => FreeBytes < LeastBytes || FreeBytes < LeastShare * TotalBytes;
}
