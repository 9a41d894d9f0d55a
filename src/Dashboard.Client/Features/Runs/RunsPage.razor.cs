using Contracts;
using Contracts.Querying;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.Runs.Listing;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Client.Features.Runs;

/// <summary>Every run in a table that a query filters. What is shown is in the address; rows change in place, and move only when the reader wants it.</summary>
public sealed partial class RunsPage : IDisposable
{
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(500);
    private static readonly (string Format, string Title)[] Formats = [("csv", "CSV"), ("json", "JSON"), ("parquet", "Parquet")];
    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, bool> _changed = [];
    private RunTableState _state = new();
    private RunListing _listing = new(new RunQuery(), [], [], 0, 0, [], []);
    private RunListing? _fresh;
    private IReadOnlyList<RunField> _fields = [];
    private IReadOnlySet<RunId> _selected = new HashSet<RunId>();
    private RunTableView? _table;
    private RunActions? _actions;
    private bool _others;
    private ITimer? _timer;
    private string? _address;

    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "group")]
    public string? Group { get; set; }

    [SupplyParameterFromQuery(Name = "open")]
    public string? Open { get; set; }

    [SupplyParameterFromQuery(Name = "cols")]
    public string? Columns { get; set; }

    [Inject]
    private ILibrary Library { get; set; } = null!;

    [Inject]
    private IRuns Runs { get; set; } = null!;

    [Inject]
    private IRunTable Table { get; set; } = null!;

    [Inject]
    private IRunMetadata Metadata { get; set; } = null!;

    [Inject]
    private IRunTrash Trash { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    /// <summary>The mark that chooses between what lists show, the archive and the trash.</summary>
    private string Scope => QueryParser.Parse(_state.Text).Terms.OfType<IsMark>().Select(mark => "is:" + mark.Mark)
        .FirstOrDefault(mark => mark is "is:archived" or "is:deleted") ?? "";

    private IReadOnlyList<(string Value, string Title)> GroupChoices =>
    [
        .. new[] { "config", "data", "method", "network", "ipc", "status", "tags", "created" }.Concat(_state.Columns).Concat(_state.Group.Count == 1 ? _state.Group : [])
            .Distinct().Select(name => _fields.FirstOrDefault(known => known.Name == name)).OfType<RunField>()
            .Select(known => (FieldList.Write([known.Name]), CellText.Title(known, L) + (known.Kind == FieldKind.Time ? " (UTC)" : ""))),
        (FieldList.Write(["data", "method", "ipc"]), string.Join(" · ", L["column-data"], L["column-method"], L["column-ipc"])),
        .. _state.Group.Count > 1 && !_state.Group.SequenceEqual(["data", "method", "ipc"])
            ? [(FieldList.Write(_state.Group), string.Join(" · ", _state.Group))]
            : Array.Empty<(string, string)>(),
    ];

    private IReadOnlyList<RunTableRow> SelectedRows =>
    [
        .. Table.Rows(_listing with { Rows = [.. _selected.Select(id => new ListedRow(id, null))], Columns = [] }, 0, _selected.Count).Rows
            .Where(row => row.Run is not null),
    ];

    /// <summary>What a fresh table would show that this one does not; null for nothing.</summary>
    private string? News
    {
        get
        {
            if (_fresh is null) return null;
            var known = Members(_listing).ToHashSet();
            var count = Members(_fresh).Count(id => !known.Contains(id));
            return count == 0 ? L["The order changed"] : count == 1 ? L["1 new run"] : L["{0} new runs", count];
        }
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _actions = new RunActions(Runs, Metadata, Trash, Library, new RunActions.Talk(Dialogs, Snackbar, L));
        Runs.Changed += Note;
        _timer = Time.CreateTimer(_ => _ = InvokeAsync(ShowNewsAsync), null, RenderInterval, RenderInterval);
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (Navigation.Uri == _address) return;
        _address = Navigation.Uri;
        _state = RunTableState.Of(Text, Sort, Group, Open, Columns);
        _fields = Table.Fields();
        Reload();
        _others = _listing.Known > 0 || Table.Find(new RunQuery { Text = "is:archived or is:deleted", Count = 0 }).Matching > 0;
        _selected = _selected.Intersect(Members(_listing)).ToHashSet();
    }

    /// <summary>Raised on another thread.</summary>
    private void Note(RunId id, RunSummary? run)
    {
        lock (_gate) _changed[id] = run is null;
    }

    private async Task ShowNewsAsync()
    {
        Dictionary<RunId, bool> changed;
        lock (_gate)
        {
            if (_changed.Count == 0) return;
            changed = new Dictionary<RunId, bool>(_changed);
            _changed.Clear();
        }

        var fresh = Table.Open(_state.Query);
        var gone = changed.Any(change => change.Value);
        if (gone || _listing.Rows.Count == 0 || Alike(fresh, _listing) || await MayMoveAsync()) (_listing, _fresh) = (fresh, null);
        else _fresh = fresh;
        if (gone) _selected = _selected.Where(id => !changed.GetValueOrDefault(id)).ToHashSet();
        if (_table is not null) await _table.RefreshAsync();
        StateHasChanged();
    }

    /// <summary>Rows move by themselves only where nobody looks for one: the newest first, and not scrolled.</summary>
    private async Task<bool> MayMoveAsync() => _state.Sort.Count == 0 && _table is not null && await _table.IsAtTopAsync();

    private static bool Alike(RunListing left, RunListing right) => left.Rows.Count == right.Rows.Count
        && left.Rows.Zip(right.Rows).All(pair => pair.First.Run == pair.Second.Run && pair.First.Group?.Key == pair.Second.Group?.Key);

    private static IEnumerable<RunId> Members(RunListing listing) =>
        listing.Rows.SelectMany(row => row.Group?.Members ?? (IEnumerable<RunId>)[row.Run!.Value]);

    private void Reload() => (_listing, _fresh) = (Table.Open(_state.Query), null);

    private void TakeNews() => Reload();

    private void Ask(string text) => Show(_state with { Text = text });

    private void Filter(string condition) => Show(_state with { Text = QueryWriter.With(_state.Text, condition) });

    private void Look(string? mark)
    {
        var text = QueryParser.Parse(_state.Text).Terms.OfType<IsMark>().FirstOrDefault(known => known.Mark is "archived" or "deleted") is { } old
            ? QueryWriter.Without(_state.Text, old)
            : _state.Text;
        Show(_state with { Text = string.IsNullOrEmpty(mark) ? text : QueryWriter.With(text, mark) });
    }

    private void Select(IReadOnlySet<RunId> selected) => _selected = selected;

    private void Show(RunTableState state) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(state.Parameters()), replace: true);

    /// <inheritdoc />
    public void Dispose()
    {
        Runs.Changed -= Note;
        _timer?.Dispose();
    }
}
