using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Live;

/// <summary>Reads every device once a second; asking for the readings costs nothing.</summary>
internal sealed class DeviceMonitor(RunQueue queue, ActiveRuns active, EngineDoor engine, TimeProvider time) : BackgroundService, IDevices
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly ProcessorGauge _processor = new();
    private readonly Dictionary<string, ReadingHistory> _histories = queue.Devices.ToDictionary(device => device.Name, _ => new ReadingHistory());
    private volatile IReadOnlyList<DeviceReading> _readings =
        [.. queue.Devices.Select(device => new DeviceReading(device, time.GetUtcNow(), null, null, null, null))];

    public IReadOnlyList<DeviceReading> Readings() => _readings;

    public IReadOnlyList<DeviceReading> History(string device) => _histories.GetValueOrDefault(device)?.List() ?? [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            _readings = [.. queue.Devices.Select(device => Read(device))];
            foreach (var reading in _readings) _histories[reading.Device.Name].Add(reading);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private DeviceReading Read(DeviceDescription device)
    {
        (double? load, double? memory, double? temperature) = device.Name == "cpu"
            ? _processor.Read()
            : engine.ReadGpu(device.Name) is { } gpu ? (gpu.Utilization, gpu.MemoryUsedMiB, gpu.Temperature) : default((double?, double?, double?));
        return new DeviceReading(device, time.GetUtcNow(), load, memory, temperature, active.On(device.Name));
    }
}
