using System.Collections.Concurrent;
using Contracts;
using Dashboard.Server.Hosting;

namespace Dashboard.Server.Runs;

/// <summary>One line per device, served in the order of submission.</summary>
internal sealed class RunQueue : IDisposable
{
    private readonly Dictionary<string, BlockingCollection<ActiveRun>> _lines;
    private readonly string _first;

    public RunQueue(EngineDoor engine)
    {
        Devices = engine.Devices();
        _lines = Devices.ToDictionary(device => device.Name, _ => new BlockingCollection<ActiveRun>());
        _first = engine.PreferredDevice is { } preferred && _lines.ContainsKey(preferred) ? preferred : Devices[0].Name;
    }

    public IReadOnlyList<DeviceDescription> Devices { get; }

    /// <summary>The device that a spec means.</summary>
    public string DeviceOf(RunSpec spec) => _lines.ContainsKey(spec.Device) ? spec.Device : _first;

    public void Add(ActiveRun run) => _lines[run.Device].Add(run, CancellationToken.None);

    /// <summary>The runs of a device as they come; ends with the cancellation.</summary>
    public IEnumerable<ActiveRun> Take(string device, CancellationToken cancellation) =>
        _lines[device].GetConsumingEnumerable(cancellation);

    public void Dispose()
    {
        foreach (var line in _lines.Values) line.Dispose();
    }
}
