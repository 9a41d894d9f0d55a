using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>One line per device. Order and mode outlive a restart.</summary>
internal sealed partial class RunQueue
{
    private readonly Dictionary<string, DeviceLine> _lines;
    private readonly string _first;
    private readonly ILogger<RunQueue> _log;

    public RunQueue(EngineDoor engine, QueueStore store, ILogger<RunQueue> log)
    {
        _log = log;
        Devices = engine.Devices();
        _lines = Devices.ToDictionary(
            device => device.Name,
            device => new DeviceLine(device, store.Find(device.Name), line => store.SaveAsync(device.Name, line)));
        _first = engine.PreferredDevice is { } preferred && _lines.ContainsKey(preferred) ? preferred : Devices[0].Name;
    }

    /// <summary>Raised after order or mode of a line changed, outside its lock.</summary>
    public event Action? Changed;

    public IReadOnlyList<DeviceDescription> Devices { get; }

    public IReadOnlyList<DeviceLine> Lines => [.. Devices.Select(device => _lines[device.Name])];

    /// <summary>The device that a spec means.</summary>
    public string DeviceOf(RunSpec spec) => _lines.ContainsKey(spec.Device) ? spec.Device : _first;

    /// <summary>Runs that waited before a restart, as they stood in line.</summary>
    public IEnumerable<StoredRun> InKeptOrder(IEnumerable<StoredRun> waiting) =>
        waiting.OrderBy(run => _lines[DeviceOf(run.Spec)].RankOf(run.Summary.Id));

    /// <summary>The run waits from now on, even where its place could not be stored: a restart then finds it by its age.</summary>
    public void Add(ActiveRun run) => _ = KeepAsync(run.Device, _lines[run.Device].Add(run));

    /// <summary>The runs of a device as they may start; ends with the cancellation.</summary>
    public IEnumerable<ActiveRun> Take(string device, CancellationToken cancellation)
    {
        while (_lines[device].Take(cancellation) is { } run)
        {
            Changed?.Invoke();
            yield return run;
        }
    }

    /// <summary>Puts a waiting run in front of another one of its line, or at the end of it.</summary>
    /// <exception cref="StorageException">The new order holds, but a restart will not find it.</exception>
    public async Task<CommandResult> MoveAsync(ActiveRun run, RunId? before)
    {
        if (_lines[run.Device].Move(run.Id, before) is not { } kept) return CommandResult.Refused;
        Changed?.Invoke();
        await kept;
        return CommandResult.Done;
    }

    /// <summary>Opens, drains or pauses the line of a device.</summary>
    /// <exception cref="StorageException">The mode holds, but a restart will not find it.</exception>
    public async Task<CommandResult> SetModeAsync(string device, QueueMode mode)
    {
        if (!_lines.TryGetValue(device, out var line)) return CommandResult.NotFound;
        var kept = line.SetMode(mode);
        Changed?.Invoke();
        await kept;
        return CommandResult.Done;
    }

    private async Task KeepAsync(string device, Task kept)
    {
        try
        {
            await kept;
        }
        catch (StorageException e)
        {
            Log.NotKept(_log, device, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(43, LogLevel.Warning, "The order of the line of {Device} could not be stored; a restart will not find it.")]
        public static partial void NotKept(ILogger logger, string device, Exception exception);
    }
}
