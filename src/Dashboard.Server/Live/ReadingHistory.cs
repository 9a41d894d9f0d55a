using Contracts;

namespace Dashboard.Server.Live;

/// <summary>The readings of a device during the past hour, one in five seconds, in memory: enough to see a stall, gone with the server.</summary>
/// <remarks>What belongs to a run for good (speed, memory) is measured by the engine and lies in the run's log.</remarks>
internal sealed class ReadingHistory
{
    public const int Most = 720;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly Queue<DeviceReading> _readings = new(Most);
    private DateTimeOffset _last;

    public IReadOnlyList<DeviceReading> List()
    {
        lock (_gate) return [.. _readings];
    }

    public void Add(DeviceReading reading)
    {
        lock (_gate)
        {
            if (_readings.Count > 0 && reading.At - _last < Interval) return;
            if (_readings.Count == Most) _readings.Dequeue();
            _readings.Enqueue(reading);
            _last = reading.At;
        }
    }
}
