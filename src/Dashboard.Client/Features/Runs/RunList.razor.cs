using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Client.Features.Runs;

/// <summary>Every run, the newest first; rows change in place.</summary>
public sealed partial class RunList : IDisposable
{
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _gone = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<RunId, RunSummary> _rows = new(Comparer<RunId>.Create((left, right) => right.CompareTo(left)));
    private readonly Dictionary<RunId, RunSummary?> _news = [];
    private ITimer? _timer;
    private DateTimeOffset _now;

    [Inject]
    private IRuns Runs { get; set; } = null!;

    [Inject]
    private ILibrary Library { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private IRunMetadata Metadata { get; set; } = null!;

    [Inject]
    private IRunTrash Trash { get; set; } = null!;

    /// <summary>Only batches of the mitigation lab.</summary>
    [Parameter]
    public bool OnlyBatches { get; set; }

    /// <summary>What stands here while there is none.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? StatusText { get; set; }

    private List<RunSummary> Shown => [.. _rows.Values.Where(Fits)];

    protected override void OnInitialized()
    {
        _now = Time.GetUtcNow();
        Runs.Changed += Note;
        foreach (var run in Runs.List().Where(Belongs)) _rows[run.Id] = run;
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
                else if (Belongs(run)) _rows[id] = run;
            }

            _news.Clear();
        }

        _now = Time.GetUtcNow();
        StateHasChanged();
    }

    private bool Belongs(RunSummary run) => run.IsMitigation || !OnlyBatches;

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

    private void Open(RunSummary run) => Navigation.NavigateTo(RunAddress.Of(run));

    private async Task CommandAsync((RunSummary Run, RunCommand Command) asked)
    {
        if (asked.Command == RunCommand.Delete)
        {
            await new RunActions(Runs, Metadata, Trash, Library, new RunActions.Talk(Dialogs, Snackbar, L)).DeleteAsync([asked.Run.Id]);
            return;
        }

        await Snackbar.DoneAsync(L, () => Runs.CommandAsync(asked.Run.Id, asked.Command, _gone.Token));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Runs.Changed -= Note;
        _timer?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }
}
