using Contracts;
using Dashboard.Client.Doors;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Client.Features.Runs;

/// <summary>Every run, the newest first; rows change in place.</summary>
public sealed partial class RunsPage : IDisposable
{
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _gone = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<RunId, RunSummary> _rows = new(Comparer<RunId>.Create((left, right) => right.CompareTo(left)));
    private readonly Dictionary<RunId, RunSummary?> _news = [];
    private ITimer? _timer;
    private DateTimeOffset _now;
    private bool _starting;

    [Inject]
    private IRuns Runs { get; set; } = null!;

    [Inject]
    private ICatalog Catalog { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? StatusText { get; set; }

    private List<RunSummary> Shown => [.. _rows.Values.Where(Fits)];

    protected override void OnInitialized()
    {
        _now = Time.GetUtcNow();
        Runs.Changed += Note;
        foreach (var run in Runs.List()) _rows[run.Id] = run;
        _timer = Time.CreateTimer(_ => _ = InvokeAsync(TakeNews), null, RenderInterval, RenderInterval);
    }

    private void Note(RunId id, RunSummary? run)
    {
        lock (_gate) _news[id] = run;
    }

    private void TakeNews()
    {
        lock (_gate)
        {
            if (_news.Count == 0) return;
            foreach (var (id, run) in _news)
            {
                if (run is null) _rows.Remove(id);
                else _rows[id] = run;
            }

            _news.Clear();
        }

        _now = Time.GetUtcNow();
        StateHasChanged();
    }

    private bool Fits(RunSummary run) =>
        (string.IsNullOrEmpty(StatusText) || run.Status.ToString() == StatusText)
        && (string.IsNullOrWhiteSpace(Text)
            || new[] { run.Name, run.Data, run.Method, run.TrainingNetwork, run.WorstNetwork ?? "" }
                .Any(value => value.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase)));

    private void Ask(string? text, string? status) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["q"] = string.IsNullOrEmpty(text) ? null : text,
            ["status"] = string.IsNullOrEmpty(status) ? null : status,
        }),
        replace: true);

    private void Open(RunId id) => Navigation.NavigateTo($"runs/{id}");

    private async Task TryDemoAsync()
    {
        if (Catalog.Describe().Presets is not [var demo, ..])
        {
            Navigation.NavigateTo("runs/new");
            return;
        }

        _starting = true;
        var answer = await Runs.SubmitAsync(demo, _gone.Token);
        _starting = false;
        if (answer.Run is { } run) Open(run.Id);
        else Snackbar.Add(string.Join(" ", answer.Faults.Select(fault => fault.Message)), Severity.Error);
    }

    private async Task CommandAsync((RunSummary Run, RunCommand Command) asked)
    {
        if (asked.Command == RunCommand.Delete && await ConfirmAsync(asked.Run) != true) return;
        var result = await Runs.CommandAsync(asked.Run.Id, asked.Command, _gone.Token);
        if (result != CommandResult.Done) Snackbar.Add(L["That is not possible now."], Severity.Warning);
    }

    private Task<bool?> ConfirmAsync(RunSummary run) => Dialogs.ShowMessageBoxAsync(
        L["Delete this run?"], L["\"{0}\", its events and its files are removed for good.", run.Name], yesText: L["Delete"], cancelText: L["Keep"]);

    /// <inheritdoc />
    public void Dispose()
    {
        Runs.Changed -= Note;
        _timer?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }
}
