using Contracts;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Client.Charts;

/// <summary>A chart over iterations. With a series it feeds itself from the live hub; without, it shows the lines it is given.</summary>
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

    [Parameter]
    public string? Series { get; set; }

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

    /// <summary>Told by the module when a person zoomed, or followed the live edge again.</summary>
    [JSInvokable]
    public Task ZoomedAsync(long? from, long? to) => SetAsync(View with { From = from, To = to });

    protected override Task OnAfterRenderAsync(bool firstRender) => Leaving.QuietlyAsync(async () =>
    {
        if (firstRender) await CreateAsync();
        if (_chart is null || _gone) return;
        if (Series is null && !ReferenceEquals(Lines, _sentLines)) await _chart.InvokeVoidAsync("setLines", _sentLines = Lines);
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

    private static object Settings(ChartView view) =>
        new { logX = view.LogX, logY = view.LogY, hideMarks = view.HideMarks, smoothing = view.Smoothing, from = view.From, to = view.To };

    private object Options() => new
    {
        run = Run.Value,
        series = Series,
        label = Title,
        xLabel = L["Iteration"].Value,
        smoothLabel = L["smoothed"].Value,
        lines = Lines,
        logX = View.LogX,
        logY = View.LogY,
        hideMarks = View.HideMarks,
        smoothing = View.Smoothing,
        from = View.From,
        to = View.To,
        height = Height,
        page = _self,
    };

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
