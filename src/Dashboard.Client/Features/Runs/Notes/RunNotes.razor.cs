using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Client.Features.Runs.Notes;

/// <summary>Notes of a run. Who saves over a newer version is told, and loses nothing.</summary>
public sealed partial class RunNotes : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private RunMeta _meta = new() { Id = default };
    private RunMeta? _conflict;
    private string? _draft;
    private long _version;
    private IReadOnlyList<SpecFault> _faults = [];

    [Parameter, EditorRequired]
    public required RunId Run { get; set; }

    [Inject]
    private IRunMetadata Metadata { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IRuns Runs { get; set; } = null!;

    /// <inheritdoc />
    protected override void OnInitialized() => Runs.Changed += Note;

    /// <inheritdoc />
    protected override void OnParametersSet() => _meta = Metadata.Find(Run) ?? new RunMeta { Id = Run };

    /// <summary>Raised on another thread.</summary>
    private void Note(RunId id, RunSummary? row)
    {
        if (id == Run && row is not null && Metadata.Find(id) is { } meta && meta.Version != _meta.Version) _ = InvokeAsync(() => Show(meta));
    }

    private void Show(RunMeta meta)
    {
        _meta = meta;
        StateHasChanged();
    }

    private void Edit() => (_draft, _version, _conflict, _faults) = (_meta.Notes, _meta.NotesVersion, null, []);

    private void Cancel() => (_draft, _conflict, _faults) = (null, null, []);

    private Task SaveAsync(long version) => Snackbar.TryAsync(L, async () =>
    {
        var answer = await Metadata.ChangeAsync(Run, new RunMetaChange { Notes = _draft, NotesVersion = version }, _gone.Token);
        _faults = answer.Result == MetaResult.NotFound ? [new SpecFault("", "There is no such run. It may have been deleted.")] : answer.Faults;
        _conflict = answer.Result == MetaResult.Conflict ? answer.Now : null;
        if (answer.Result != MetaResult.Done) return;
        _meta = answer.Now!;
        Cancel();
    });

    /// <inheritdoc />
    public void Dispose()
    {
        Runs.Changed -= Note;
        _gone.Cancel();
        _gone.Dispose();
    }
}
