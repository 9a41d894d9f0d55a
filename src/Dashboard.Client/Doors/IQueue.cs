using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>The lines of runs that wait for the devices. The host implements it once; REST calls the same methods.</summary>
public interface IQueue
{
    /// <summary>Every line as it stands, with what is expected of it.</summary>
    IReadOnlyList<QueueLine> Lines();

    /// <summary>Which run held which device since a time, the newest first.</summary>
    IReadOnlyList<QueueStretch> Past(DateTimeOffset since);

    /// <summary>Raised after a run came, left or moved, or a line was opened or held.</summary>
    event Action? Changed;

    /// <summary>Puts a waiting run in front of another one, or at the end of its line. Refused when it does not wait any more.</summary>
    /// <exception cref="IOException">The order changed and could not be stored; the message may be shown.</exception>
    [Changes]
    Task<CommandResult> MoveAsync(RunId id, RunId? before, CancellationToken cancellation);

    /// <summary>Opens, drains or pauses the line of a device.</summary>
    /// <exception cref="IOException">The mode changed and could not be stored; the message may be shown.</exception>
    [Changes]
    Task<CommandResult> SetModeAsync(string device, QueueMode mode, CancellationToken cancellation);
}
