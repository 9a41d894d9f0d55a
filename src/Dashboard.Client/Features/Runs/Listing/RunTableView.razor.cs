using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;

namespace Dashboard.Client.Features.Runs.Listing;

/// <summary>The rows of a listing: only those in sight are asked for and drawn.</summary>
public sealed partial class RunTableView
{
    /// <summary>Pixels of every row; the style sheet says the same.</summary>
    public const float RowHeight = 44;

    private ElementReference _scroll;
    private IJSObjectReference? _module;
    private Virtualize<RunTableRow>? _rows;
    private RunListing? _shown;
    private IReadOnlyDictionary<string, RunTableRow> _baselines = new Dictionary<string, RunTableRow>();
    private string? _dragged;
    private RunId? _anchor;

    [Parameter, EditorRequired]
    public required RunListing Listing { get; set; }

    [Parameter, EditorRequired]
    public required RunTableState State { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlySet<RunId> Selected { get; set; }

    /// <summary>The whole selection after a change.</summary>
    [Parameter]
    public EventCallback<IReadOnlySet<RunId>> OnSelected { get; set; }

    /// <summary>Another order, other columns, a group opened.</summary>
    [Parameter]
    public EventCallback<RunTableState> OnChanged { get; set; }

    /// <summary>A condition that a clicked cell means.</summary>
    [Parameter]
    public EventCallback<string> OnFilter { get; set; }

    [Inject]
    private IRunTable Table { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private IEnumerable<RunId> Runs => Listing.Rows.SelectMany(row => row.Group?.Members ?? (IEnumerable<RunId>)[row.Run!.Value]);

    private bool AllSelected => Selected.Count > 0 && Runs.All(Selected.Contains);

    /// <summary>Whether new rows may push the others down: the reader has not scrolled.</summary>
    public async Task<bool> IsAtTopAsync() => _module is not null && await _module.InvokeAsync<bool>("atTop", _scroll);

    /// <summary>Draws the rows in sight as they are now.</summary>
    public async Task RefreshAsync()
    {
        if (_rows is null) return;
        await _rows.RefreshDataAsync();
        StateHasChanged();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(_shown, Listing)) return;
        var other = _shown is not null && _shown.Query.Text != Listing.Query.Text;
        _shown = Listing;
        if (_rows is not null) await _rows.RefreshDataAsync();
        if (other) await Leaving.QuietlyAsync(async () =>
        {
            if (_module is not null) await _module.InvokeVoidAsync("toTop", _scroll);
        });
    }

    /// <inheritdoc />
    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender
        ? Leaving.QuietlyAsync(async () => _module = await Js.InvokeAsync<IJSObjectReference>("import", "./_content/Dashboard.Client/runs/table.js"))
        : Task.CompletedTask;

    private ValueTask<ItemsProviderResult<RunTableRow>> ProvideAsync(ItemsProviderRequest request)
    {
        var page = Table.Rows(Listing, request.StartIndex, Math.Min(request.Count, RunQuery.MostRows));
        _baselines = page.Baselines;
        return ValueTask.FromResult(new ItemsProviderResult<RunTableRow>(page.Rows, page.Total));
    }

    private Task Select((RunId Run, bool Range) picked)
    {
        var next = Selected.ToHashSet();
        var add = !next.Contains(picked.Run);
        foreach (var id in picked.Range && _anchor is { } anchor ? Range(anchor, picked.Run) : [picked.Run])
        {
            if (add) next.Add(id);
            else next.Remove(id);
        }

        _anchor = picked.Run;
        return OnSelected.InvokeAsync(next);
    }

    private IEnumerable<RunId> Range(RunId from, RunId to)
    {
        var runs = Listing.Rows.Select(row => row.Run).OfType<RunId>().ToList();
        var (first, last) = (runs.IndexOf(from), runs.IndexOf(to));
        return first < 0 || last < 0 ? [to] : runs[Math.Min(first, last)..(Math.Max(first, last) + 1)];
    }

    private Task SelectAll() => OnSelected.InvokeAsync(AllSelected ? new HashSet<RunId>() : Runs.ToHashSet());

    private Task SortAsync(string field, MouseEventArgs click) => OnChanged.InvokeAsync(State.SortedBy(field, keepOthers: click.ShiftKey));

    private Task DropAsync(string before) =>
        _dragged is { } column && column != before ? OnChanged.InvokeAsync(State.Moved(column, before)) : Task.CompletedTask;

    private string? Order(string field) => State.Sort.FirstOrDefault(key => key.TrimStart('-') == field) switch
    {
        null => null,
        ['-', ..] => "descending",
        _ => "ascending",
    };

    private string Arrow(string field) => Order(field) switch { "descending" => "↓", "ascending" => "↑", _ => "" };

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await Leaving.QuietlyAsync(async () =>
    {
        if (_module is not null) await _module.DisposeAsync();
    });
}
