using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Client.Features.Compare;

/// <summary>Two to twelve runs side by side. The address says which, in which order, against which base, and how each part is looked at.</summary>
/// <remarks>Curves move by themselves, past the circuit; everything else is read again at most once a second while a run changes.</remarks>
public sealed partial class ComparePage : IAsyncDisposable
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);
    private static readonly string[] Tabs = ["curves", "params", "matrix", "images", "scatter", "parallel", "pareto", "cost"];
    private readonly CancellationTokenSource _leaving = new();
    private CompareAddress _address = new([], []);
    private IReadOnlyList<ComparedRun> _found = [];
    private IReadOnlyList<ChosenRun> _chosen = [];
    private IReadOnlyList<string> _missing = [];
    private CompareView? _view;
    private AddressChoices? _choices;
    private string? _read;
    private int _asked;
    private int _news;
    private bool _isLoading;
    private ITimer? _timer;
    private IJSObjectReference? _module;

    [SupplyParameterFromQuery(Name = "runs")]
    public string? RunsText { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    public string? TabText { get; set; }

    [SupplyParameterFromQuery(Name = "base")]
    public string? BaseText { get; set; }

    [Inject]
    private IRuns Runs { get; set; } = null!;

    [Inject]
    private IComparison Comparison { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private string Tab => TabText is { } tab && Tabs.Contains(tab) ? tab : Tabs[0];

    protected override void OnInitialized()
    {
        _choices = new AddressChoices(Navigation);
        Runs.Changed += Note;
        _timer = Time.CreateTimer(_ => _ = InvokeAsync(RefreshAsync), null, RefreshInterval, RefreshInterval);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (RunsText != _read)
        {
            (_read, _address, _isLoading) = (RunsText, CompareAddress.Parse(RunsText), true);
            Compose();
            await LoadAsync();
            return;
        }

        Compose();
    }

    protected override Task OnAfterRenderAsync(bool firstRender) => !firstRender ? Task.CompletedTask : Leaving.QuietlyAsync(async () =>
    {
        _module = await Js.InvokeAsync<IJSObjectReference>("import", "./_content/Dashboard.Client/compare/compare.js");
        await _module.InvokeVoidAsync("attach");
    });

    /// <summary>Raised on another thread.</summary>
    private void Note(RunId id, RunSummary? row)
    {
        if (_address.Runs.Contains(id)) Interlocked.Exchange(ref _news, 1);
    }

    private async Task RefreshAsync()
    {
        if (Interlocked.Exchange(ref _news, 0) == 0) return;
        await Leaving.QuietlyAsync(LoadAsync);
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var asked = ++_asked;
        var found = _address.Runs.Count > ComparedRun.Most ? [] : await Comparison.ReadAsync(_address.Runs, _leaving.Token);
        if (asked != _asked) return;
        (_found, _isLoading) = (found, false);
        Compose();
    }

    /// <summary>What is shown, of what was read last and what the address says now. A run keeps the mark of its place there.</summary>
    private void Compose()
    {
        var found = _found.ToDictionary(run => run.Id);
        var entries = _address.Runs.Index().Where(run => found.ContainsKey(run.Item))
            .Select(run => new CompareEntry(new RunMark(run.Index), found[run.Item])).ToList();
        _chosen = _address.Runs.Count > ComparedRun.Most ? Rows() : entries.ConvertAll(entry => new ChosenRun(entry.Mark, entry.Summary));
        _missing = _isLoading ? [] : [.. _address.Runs.Except(_chosen.Select(run => run.Summary.Id)).Select(id => id.Value), .. _address.Faulty];
        _view = entries.Count >= ComparedRun.Fewest && _address.Runs.Count <= ComparedRun.Most
            ? new CompareView(entries, entries.FirstOrDefault(entry => entry.Id.Value == BaseText) ?? entries[0])
            : null;
    }

    /// <summary>Too many runs are not read, but can be taken out.</summary>
    private IReadOnlyList<ChosenRun> Rows()
    {
        var rows = Runs.List().ToDictionary(row => row.Id);
        return [.. _address.Runs.Index().Where(run => rows.ContainsKey(run.Item))
            .Select(run => new ChosenRun(new RunMark(run.Index), rows[run.Item]))];
    }

    private void KeepRuns(IReadOnlyList<RunId> runs) => _choices!.Keep("runs", CompareAddress.Write(runs));

    private void KeepBase(RunId run) => _choices!.Keep("base", run.Value);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Runs.Changed -= Note;
        _timer?.Dispose();
        _choices?.Dispose();
        await _leaving.CancelAsync();
        _leaving.Dispose();
        await Leaving.QuietlyAsync(async () =>
        {
            if (_module is null) return;
            await _module.InvokeVoidAsync("detach");
            await _module.DisposeAsync();
        });
    }
}
