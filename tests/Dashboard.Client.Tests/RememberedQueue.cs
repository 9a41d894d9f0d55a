using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>One line held in a list; moves are done in it and remembered.</summary>
internal sealed class RememberedQueue(params QueuePlace[] waiting) : IQueue
{
    public static readonly DeviceDescription Device = new("cpu", "Some CPU", 1024);
    private readonly List<QueuePlace> _waiting = [.. waiting];

    public event Action? Changed;

    public QueueMode Mode { get; private set; }

    public QueuePlace? Current { get; init; }

    public List<(RunId Run, RunId? Before)> Moves { get; } = [];

    public CommandResult Answer { get; init; } = CommandResult.Done;

    public IReadOnlyList<QueueLine> Lines() => [new QueueLine(Device, Mode, Current, [.. _waiting])];

    public IReadOnlyList<QueueStretch> Past(DateTimeOffset since) => [];

    public Task<CommandResult> MoveAsync(RunId id, RunId? before, CancellationToken cancellation)
    {
        Moves.Add((id, before));
        if (Answer != CommandResult.Done) return Task.FromResult(Answer);
        var moved = _waiting.Single(place => place.Run.Id == id);
        _waiting.Remove(moved);
        _waiting.Insert(before is null ? _waiting.Count : _waiting.FindIndex(place => place.Run.Id == before), moved);
        Changed?.Invoke();
        return Task.FromResult(CommandResult.Done);
    }

    public Task<CommandResult> SetModeAsync(string device, QueueMode mode, CancellationToken cancellation)
    {
        Mode = mode;
        Changed?.Invoke();
        return Task.FromResult(CommandResult.Done);
    }
}
