namespace Dashboard.Client.Features.Compare;

/// <summary>
/// Writes a choice into the address once the hand rests. Were every letter and every step of a slider written at once, the answer to one would
/// come back after the hand has moved on, and set the field to what it was.
/// </summary>
internal sealed class LateAddress(TimeProvider time, Action<string?> write) : IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);
    private ITimer? _timer;

    /// <summary>Whether a choice is not in the address yet.</summary>
    public bool IsWaiting => _timer is not null;

    public void Keep(string? value)
    {
        _timer?.Dispose();
        _timer = time.CreateTimer(_ => write(value), null, Rest, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The choice is written.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
