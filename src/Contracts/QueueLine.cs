namespace Contracts;

/// <summary>Whether a device takes runs from its line.</summary>
public enum QueueMode
{
    /// <summary>Takes the next run as soon as it is free.</summary>
    Open,

    /// <summary>Finishes its run and takes no other.</summary>
    Draining,

    /// <summary>Holds its run and takes no other.</summary>
    Paused,
}

/// <summary>The line of one device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Mode">Whether it takes runs.</param>
/// <param name="Current">The run that it works on.</param>
/// <param name="Waiting">The runs that wait for it, the next one first.</param>
public sealed record QueueLine(DeviceDescription Device, QueueMode Mode, QueuePlace? Current, IReadOnlyList<QueuePlace> Waiting);

/// <summary>A run in a line, and what is expected of it.</summary>
/// <param name="Run">Its row of history.</param>
/// <param name="QueuedAt">Since when it has waited, UTC.</param>
/// <param name="ExpectedStart">When it should be taken up, UTC; null while a run before it cannot be foretold, or the line is held.</param>
/// <param name="ExpectedEnd">When it should be over, UTC; null when unknown.</param>
/// <param name="Measured">Runs like it whose pace was measured: the ground of the forecast; 0 without one.</param>
public sealed record QueuePlace(
    RunSummary Run, DateTimeOffset QueuedAt, DateTimeOffset? ExpectedStart, DateTimeOffset? ExpectedEnd, int Measured);

/// <summary>A stretch of the past: which run held a device.</summary>
/// <param name="Run">The run.</param>
/// <param name="Name">Its title.</param>
/// <param name="IsMitigation">Whether it is a batch of the mitigation lab.</param>
/// <param name="Sitting">When and where.</param>
public sealed record QueueStretch(RunId Run, string Name, bool IsMitigation, Sitting Sitting);

/// <summary>Where a run is to stand in its line.</summary>
/// <param name="Before">The waiting run that it goes in front of; null for the end of the line.</param>
public sealed record QueueMove(RunId? Before);

/// <summary>Whether a device is to take runs.</summary>
/// <param name="Mode">What it shall do.</param>
public sealed record QueueOrder(QueueMode Mode);
