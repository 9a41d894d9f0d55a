using Contracts;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Client.Charts;

/// <summary>A chart over iterations or epochs. With series it feeds itself from the live hub; without, it shows the lines it is given.</summary>
/// <remarks>The series are read once: give the component another key when they change.</remarks>
public sealed partial class LiveChart : IAsyncDisposable
{
    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;
    private DotNetObjectReference<LiveChart>? _self;
    private IReadOnlyList<ChartLine>? _sentLines;
    private IReadOnlyList<ChartMark>? _sentMarks;
    private ChartView? _sentView;
    private bool _gone;

    [Parameter, EditorRequired]
    public required RunId Run { get; set; }

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The one series, labelled by the title.</summary>
    [Parameter]
    public string? Series { get; set; }

    /// <summary>Several series, instead of one.</summary>
    [Parameter]
    public IReadOnlyList<ChartFeed> Feeds { get; set; } = [];

    [Parameter]
    public IReadOnlyList<ChartLine> Lines { get; set; } = [];

    [Parameter]
    public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    [Parameter]
    public ChartView View { get; set; } = new();

    [Parameter]
    public EventCallback<ChartView> ViewChanged { get; set; }

    [Parameter]
    public int Height { get; set; } = 220;

    /// <summary>What x counts, for people; iterations when empty.</summary>
    [Parameter]
    public string? XTitle { get; set; }

    /// <summary>The last x of the axis, where several charts share one; null follows the points.</summary>
    [Parameter]
    public int? Last { get; set; }

    /// <summary>Charts of one name move their cursors together, and zoom together.</summary>
    [Parameter]
    public string? Group { get; set; }

    private IReadOnlyList<ChartFeed> AllFeeds => Series is null ? Feeds : [new ChartFeed(Series, Title, 0)];

    private string XName => XTitle ?? L["Iteration"].Value;

    private bool HasTime => AllFeeds.Count > 0 || (Lines.Count > 0 && Lines.All(line => line.T is not null));

    private string AxisName => !HasTime || View.Axis == ChartAxis.Step ? XName
        : View.Axis == ChartAxis.Relative ? L["Time since the start"].Value : L["Time of day"].Value;

    /// <summary>Told by the module when a person zoomed, or followed the live edge again.</summary>
    [JSInvokable]
    public Task ZoomedAsync(double? from, double? to) => SetAsync(View with { From = from, To = to });

    protected override Task OnAfterRenderAsync(bool firstRender) => Leaving.QuietlyAsync(async () =>
    {
        if (firstRender) await CreateAsync();
        if (_chart is null || _gone) return;
        if (AllFeeds.Count == 0 && !ReferenceEquals(Lines, _sentLines)) await _chart.InvokeVoidAsync("setLines", _sentLines = Lines);
        if (!ReferenceEquals(Marks, _sentMarks)) await _chart.InvokeVoidAsync("setMarks", _sentMarks = Marks);
        if (View != _sentView) await _chart.InvokeVoidAsync("set", Settings(_sentView = View));
    });

    private async Task CreateAsync()
    {
        _self = DotNetObjectReference.Create(this);
        _module = await Js.InvokeAsync<IJSObjectReference>("import", "./_content/Dashboard.Client/charts/live-chart.js");
        (_sentLines, _sentView) = (Lines, View);
        _chart = await _module.InvokeAsync<IJSObjectReference?>("create", _root, Options());
        if (_gone) await DisposeAsync();        // the page was left while the chart was made
    }

    private static object Settings(ChartView view) => new
    {
        logX = view.LogX,
        logY = view.LogY,
        hideMarks = view.HideMarks,
        allPoints = view.AllPoints,
        axis = Name(view.Axis),
        smoother = Name(view.Smoother),
        smoothing = view.Smoothing,
        from = view.From,
        to = view.To,
    };

    private object Options() => new
    {
        run = Run.Value,
        feeds = AllFeeds.Select(feed => new { feed.Series, feed.Label, feed.Colour, feed.Dash, run = feed.Run?.Value }),
        title = Title,
        xLabel = XName,
        axisLabels = new { relative = L["Time since the start"].Value, wall = L["Time of day"].Value },
        last = Last,
        group = Group,
        smoothLabel = L["smoothed"].Value,
        lines = Lines,
        height = Height,
        view = Settings(View),
        page = _self,
    };

    private static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private Task SetAsync(ChartView view) => ViewChanged.InvokeAsync(view);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _gone = true;
        await Leaving.QuietlyAsync(async () =>
        {
            if (_chart is not null)
            {
                await _chart.InvokeVoidAsync("dispose");
                await _chart.DisposeAsync();
            }

            if (_module is not null) await _module.DisposeAsync();
        });
        _self?.Dispose();
    }
}
