using System.Globalization;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Client.Charts;

/// <summary>Groups of bars for a few numbers that change seldom: whiskers, a marker on each bar, a line across, and the numbers as a table.</summary>
/// <remarks>Parameters have the shape of the Blazor-ApexCharts package, which drives the same library.</remarks>
public sealed partial class SummaryChart : IAsyncDisposable
{
    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;
    private IReadOnlyList<SummarySeries>? _sent;
    private bool _gone;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Categories { get; set; }

    /// <summary>One for each colour of bars, each with a point for every category. Another list draws again.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<SummarySeries> Series { get; set; }

    [Parameter]
    public string YTitle { get; set; } = "";

    /// <summary>What the markers on the bars are.</summary>
    [Parameter]
    public string MarkTitle { get; set; } = "";

    /// <summary>Where a line crosses the chart; null for none.</summary>
    [Parameter]
    public double? Line { get; set; }

    [Parameter]
    public string LineTitle { get; set; } = "";

    [Parameter]
    public int Height { get; set; } = 380;

    protected override Task OnAfterRenderAsync(bool firstRender) => Leaving.QuietlyAsync(async () =>
    {
        if (firstRender)
        {
            _sent = Series;
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./_content/Dashboard.Client/charts/summary-chart.js");
            _chart = await _module.InvokeAsync<IJSObjectReference?>("create", _root, Options());
            if (_gone) await DisposeAsync();        // the page was left while the chart was made
        }

        if (_chart is null || _gone || ReferenceEquals(Series, _sent)) return;
        _sent = Series;
        await _chart.InvokeVoidAsync("set", Options());
    });

    private object Options() => new
    {
        categories = Categories,
        series = Series,
        yLabel = YTitle,
        line = Line is { } at ? new { value = at, label = LineTitle } : null,
        height = Height,
    };

    private string Written(SummaryPoint? point)
    {
        if (point is null) return Say.Nothing;
        var value = point.Deviation > 0
            ? string.Create(CultureInfo.CurrentCulture, $"{point.Value:0.0} ± {point.Deviation:0.0}")
            : point.Value.ToString("0.0", CultureInfo.CurrentCulture);
        return point.Mark is { } mark ? string.Create(CultureInfo.CurrentCulture, $"{value} ({MarkTitle} {mark:0.0})") : value;
    }

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
    }
}
