using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Live;

/// <summary>Reads every device once a second; asking for the readings costs nothing.</summary>
internal sealed class DeviceMonitor(RunQueue queue, ActiveRuns active, TimeProvider time) : BackgroundService, IDevices
{
    private const string GpuPrefix = "cuda:";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly ProcessorGauge _processor = new();
    private volatile IReadOnlyList<DeviceReading> _readings =
        [.. queue.Devices.Select(device => new DeviceReading(device, time.GetUtcNow(), null, null, null, null))];

    public IReadOnlyList<DeviceReading> Readings() => _readings;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var gpus = GpuGauge.Open();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            _readings = [.. queue.Devices.Select(device => Read(device, gpus))];
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private DeviceReading Read(DeviceDescription device, GpuGauge? gpus)
    {
        var (load, memory, temperature) = device.Name.StartsWith(GpuPrefix, StringComparison.Ordinal)
            ? gpus is not null && uint.TryParse(device.Name.AsSpan(GpuPrefix.Length), out var number) ? gpus.Read(number) : default
            : _processor.Read();
        return new DeviceReading(device, time.GetUtcNow(), load, memory, temperature, active.On(device.Name));
    }
}
