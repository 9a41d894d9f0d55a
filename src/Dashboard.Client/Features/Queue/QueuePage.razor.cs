using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Client.Features.Queue;

/// <summary>The lines of the devices: who is next, why not, and what was.</summary>
public sealed partial class QueuePage : IDisposable
{
    private const int TicksBetweenLooks = 5;
    private static readonly int[] KnownHours = [24, 24 * 7, 24 * 31];
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<QueueLine> _lines = [];
    private IReadOnlyList<QueueStretch> _past = [];
    private DateTimeOffset _now;
    private ITimer? _timer;
    private volatile bool _moved;
    private int _tick;
    private string _told = "";

    /// <summary>How far back the table of the past goes.</summary>
    [SupplyParameterFromQuery(Name = "hours")]
    public int? HoursText { get; set; }

    [Inject]
    private IQueue Queue { get; set; } = null!;

    [Inject]
    private IRuns Runs { get; set; } = null!;

    [Inject]
    private IAccess Access { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private int Hours => HoursText is { } hours && KnownHours.Contains(hours) ? hours : KnownHours[0];

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Queue.Changed += Note;
        _timer = Time.CreateTimer(_ => _ = InvokeAsync(Refresh), null, Interval, Interval);
    }

    /// <inheritdoc />
    protected override void OnParametersSet() => Look();

    private void Refresh()
    {
        if (!_moved && ++_tick % TicksBetweenLooks != 0) return;
        Look();
        StateHasChanged();
    }

    private void Look()
    {
        _moved = false;
        _now = Time.GetUtcNow();
        _lines = Queue.Lines();
        _past = Queue.Past(_now.AddHours(-Hours));
    }

    private void Note() => _moved = true;

    private async Task MoveAsync((QueuePlace Place, RunId? Before) asked)
    {
        var (place, before) = asked;
        var name = place.Run.Name;
        if (!await TryAsync(() => Queue.MoveAsync(place.Run.Id, before, _gone.Token))) return;
        var (at, of) = _lines.Select(line => (line.Waiting.ToList().FindIndex(other => other.Run.Id == place.Run.Id), line.Waiting.Count))
            .FirstOrDefault(found => found.Item1 >= 0, (-1, 0));
        _told = at < 0 ? "" : L["{0} is number {1} of {2} now.", name, at + 1, of];
    }

    private async Task SetModeAsync(QueueLine line, QueueMode mode)
    {
        if (await TryAsync(() => Queue.SetModeAsync(line.Device.Name, mode, _gone.Token))) _told = L["mode-" + mode];
    }

    /// <summary>A waiting run that is cancelled can be resumed: that is the way back, and it is offered.</summary>
    private async Task CancelAsync(QueuePlace place)
    {
        if (!await TryAsync(() => Runs.CommandAsync(place.Run.Id, RunCommand.Cancel, _gone.Token))) return;
        Snackbar.Add(L["{0} does not wait any more.", place.Run.Name], Severity.Normal, options =>
        {
            options.Action = L["Undo"];
            options.OnClick = _ => TryAsync(() => Runs.CommandAsync(place.Run.Id, RunCommand.Resume, CancellationToken.None));
        });
    }

    private async Task<bool> TryAsync(Func<Task<CommandResult>> command)
    {
        var done = await Snackbar.DoneAsync(L, command);
        Look();
        return done;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Queue.Changed -= Note;
        _timer?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }
}
