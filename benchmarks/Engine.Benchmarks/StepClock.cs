using static TorchSharp.torch;

namespace Engine.Benchmarks;

/// <summary>
/// Seconds between ticks: of the wall, or of the processor. With one thread the two are the same on a quiet machine; on a busy one the processor's
/// leave out the time in which others had it.
/// </summary>
/// <param name="device">A GPU works on while the clock is read, so it is waited for.</param>
/// <param name="kind">"wall" or "cpu".</param>
internal sealed class StepClock(Device device, string kind)
{
    private TimeSpan? _last;
    private List<double> _seconds = [];

    /// <summary>The intervals since the start; the first tick begins the first.</summary>
    public List<double> Seconds => _seconds;

    /// <summary>Forgets every tick.</summary>
    public void Start() => (_last, _seconds) = (null, []);

    /// <summary>Ends one interval and begins the next.</summary>
    public void Tick()
    {
        if (device.type == TorchSharp.DeviceType.CUDA) cuda.synchronize();
        var now = kind switch
        {
            "wall" => TimeProvider.System.GetElapsedTime(0, TimeProvider.System.GetTimestamp()),
            "cpu" => Environment.CpuUsage.TotalTime,
            _ => throw new ArgumentException($"There is no clock \"{kind}\"; there are wall and cpu.", nameof(kind)),
        };
        if (_last is { } last) _seconds.Add((now - last).TotalSeconds);
        _last = now;
    }
}
