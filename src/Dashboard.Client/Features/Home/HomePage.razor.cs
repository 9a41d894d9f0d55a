using Contracts;
using Dashboard.Client.Doors;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Client.Features.Home;

/// <summary>What happens now, what comes next, what is best so far and what needs a person. Looks once a second.</summary>
public sealed partial class HomePage : IDisposable
{
    private const int MostWaiting = 5;
    private const int TicksBetweenLines = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private Overview _overview = new(0, [], [], [], null);
    private IReadOnlyList<DeviceReading> _readings = [];
    private IReadOnlyList<QueueLine> _lines = [];
    private DateTimeOffset _now;
    private ITimer? _timer;
    private volatile bool _moved;
    private int _tick;

    [Inject]
    private IOverview Source { get; set; } = null!;

    [Inject]
    private IQueue Queue { get; set; } = null!;

    [Inject]
    private IDevices Devices { get; set; } = null!;

    [Inject]
    private IAccess Access { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private List<QueuePlace> Waiting => [.. _lines.SelectMany(line => line.Waiting)];

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Queue.Changed += Note;
        Look();
        _timer = Time.CreateTimer(_ => _ = InvokeAsync(Refresh), null, Interval, Interval);
    }

    private QueueMode ModeOf(DeviceDescription device) => _lines.FirstOrDefault(line => line.Device.Name == device.Name)?.Mode ?? QueueMode.Open;

    private void Refresh()
    {
        Look();
        StateHasChanged();
    }

    /// <summary>The lines are looked at when they changed, and now and then because what is expected of them moves.</summary>
    private void Look()
    {
        _now = Time.GetUtcNow();
        _overview = Source.Read();
        _readings = Devices.Readings();
        if (!_moved && _tick++ % TicksBetweenLines != 0) return;
        _moved = false;
        _lines = Queue.Lines();
    }

    private void Note() => _moved = true;

    /// <inheritdoc />
    public void Dispose()
    {
        Queue.Changed -= Note;
        _timer?.Dispose();
    }
}
