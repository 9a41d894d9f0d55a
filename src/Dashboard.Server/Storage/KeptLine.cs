using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>What a restart must find again of a device's line.</summary>
/// <param name="Order">The runs that waited, the next one first; those that ran since are still named.</param>
/// <param name="Mode">Whether the device takes runs.</param>
internal sealed record KeptLine(IReadOnlyList<RunId> Order, QueueMode Mode)
{
    public static KeptLine Fresh { get; } = new([], QueueMode.Open);
}
