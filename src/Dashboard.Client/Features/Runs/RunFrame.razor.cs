using System.Threading.Channels;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Client.Features.Runs;

/// <summary>What every page of one run is made of: its events are read once per page, folded, and drawn at most four times a second. Curves go past the circuit.</summary>
/// <remarks>The head, the commands and the tabs are drawn here; what stands under a tab is the page's own.</remarks>
public sealed partial class RunFrame : IDisposable
{
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(250);
    private const long MostReadForMarks = 50_000;
    private readonly Channel<RunSummary> _rows = Channel.CreateBounded<RunSummary>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private CancellationTokenSource? _reading;
    private ITimer? _timer;
    private RunId _id;
    private RunSpec? _spec;
    private RunState? _state;
    private RunState? _drawn;
    private volatile string? _name;
    private Story? _folded;
    private RunMarks _marks = RunMarks.None;
    private int _resumes;
    private IReadOnlyList<SyntheticSetSaved> _frames = [];
    private DateTimeOffset _now;
    private bool _cancelling;
    private bool _deleting;
    private volatile bool _gone;
    private Task? _read;
    private string? _fault;
    private long? _said;
    private string? _opened;

    /// <summary>The id in the address.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>The part of the site that the page belongs to; a run of another part is shown there.</summary>
    [Parameter, EditorRequired]
    public required string Part { get; set; }

    /// <summary>Names of the parts of the page, the first one shown when none is asked for.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Tabs { get; set; }

    /// <summary>Those of them that cannot be shown of a run whose spec cannot be read.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> SpecTabs { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment<RunView> ChildContent { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    public string? TabText { get; set; }

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

    private string Tab => TabText is { } tab && Tabs.Contains(tab) ? tab : Tabs[0];

    private RunSummary Summary => _state!.Summary;

    private RunView View => new(_id, _spec ?? new RunSpec(), _state!, _marks, _frames, Tab);

    private string Progress => Summary is { Iterations: > 0 } run && !run.Status.IsOver() ? $"{100 * run.Iteration / run.Iterations} % ·" : "";

    protected override void OnInitialized() => Runs.Changed += Note;

    protected override void OnParametersSet()
    {
        if (Text == _opened) return;
        Close();
        _opened = Text;
        Open();
    }

    private void Open()
    {
        _now = Time.GetUtcNow();
        _state = RunId.TryParse(Text, null, out _id) ? Runs.State(_id) : null;
        _gone = _state is null;
        if (_state is null) return;
        if (RunAddress.Part(Summary) != Part) Navigation.NavigateTo(RunAddress.Of(Summary), replace: true);
        _spec = Runs.Spec(_id);
        (_marks, _drawn, _name) = (RunMarks.None, _state, Summary.Name);
        _folded = new Story(_state, _marks);
        _frames = [.. _state.SyntheticSets.Values];
        _cancelling = false;
        _reading = new CancellationTokenSource();
        _timer = Time.CreateTimer(_ => _ = InvokeAsync(ShowNews), null, RenderInterval, RenderInterval);
        Read();
    }

    /// <summary>Reads on from what is known.</summary>
    private void Read() => (_fault, _read) = (null, ReadAsync(_id, _folded!, _reading!.Token));

    /// <summary>Raised on another thread.</summary>
    private void Note(RunId id, RunSummary? row)
    {
        if (id != _id) return;
        if (row is not null)
        {
            _name = row.Name;
            _rows.Writer.TryWrite(row);
        }

        if (row is null || _gone) _ = InvokeAsync(ShowWhetherThere);
    }

    /// <summary>The run was deleted or restored: elsewhere, or here, where the page asks first and is left anyway.</summary>
    private void ShowWhetherThere()
    {
        if (_deleting) return;
        _gone = true;       // before the question, so that whoever restores the run after the answer asks again
        if (Runs.State(_id) is null) LeaveEmpty();
        else if (_state is null) Open();
        else _gone = false;
        StateHasChanged();
    }

    private void LeaveEmpty()
    {
        Close();
        _state = null;
    }

    private async Task ReadAsync(RunId id, Story story, CancellationToken cancellation)
    {
        try
        {
            // From the start, for the marks: events that the state knows change nothing in it. A very long log is not read twice.
            var after = story.State.Seq > MostReadForMarks ? story.State.Seq : 0;
            while (true)
            {
                await foreach (var batch in Runs.ReadAsync(id, after, cancellation).ConfigureAwait(false))
                {
                    story = batch.Aggregate(story, (sum, e) => new Story(sum.State.Apply(e), sum.Marks.Apply(e)));
                    Volatile.Write(ref _folded, story);
                }

                // The log ends with the run; a resumed run has more to tell.
                after = story.State.Seq;
                RunSummary row;
                do row = await _rows.Reader.ReadAsync(cancellation).ConfigureAwait(false);
                while (row.Id != id || (row.Status.IsOver() && row.LastSeq <= after));
                Interlocked.Increment(ref _resumes);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is closed.
        }
    }

    private void ShowNews()
    {
        ShowFault();
        var now = Time.GetUtcNow();
        var folded = Volatile.Read(ref _folded);
        if (folded is null || _state is null) return;
        var said = Metadata.Find(_id)?.Version;
        var changed = !ReferenceEquals(folded.State, _drawn) || !ReferenceEquals(folded.Marks, _marks) || _name != Summary.Name || said != _said;
        var ticked = !_state.Summary.Status.IsOver() && now - _now >= TimeSpan.FromSeconds(1);
        if (!changed && !ticked) return;
        if (folded.State.SyntheticSets.Count != _frames.Count) _frames = [.. folded.State.SyntheticSets.Values];
        if (folded.State.Summary.Status.IsOver()) _cancelling = false;
        (_drawn, _marks, _now, _said) = (folded.State, folded.Marks, now, said);
        _state = folded.State with { Summary = folded.State.Summary with { Name = _name ?? folded.State.Summary.Name } };
        StateHasChanged();
    }

    /// <summary>Nobody awaits the reading: what ended it is told here, with a way to go on.</summary>
    private void ShowFault()
    {
        if (_fault is not null || _read is not { IsFaulted: true, Exception: { } fault }) return;
        _fault = L[fault.GetBaseException().Message];
        StateHasChanged();
    }

    private async Task CommandAsync(RunCommand command)
    {
        if (command == RunCommand.Delete)
        {
            _deleting = true;
            var left = await new RunActions(Runs, Metadata, Trash, Library, new RunActions.Talk(Dialogs, Snackbar, L)).DeleteAsync([_id]);
            if (left) Navigation.NavigateTo(Part);
            _deleting = false;
            if (!left) ShowWhetherThere();
            return;
        }

        _cancelling = command == RunCommand.Cancel;
        if (!await Snackbar.DoneAsync(L, () => Runs.CommandAsync(_id, command, _reading?.Token ?? default))) _cancelling = false;
    }

    private void Close()
    {
        _timer?.Dispose();
        _reading?.Cancel();
        _reading?.Dispose();
        _reading = null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Runs.Changed -= Note;
        Close();
    }

    /// <summary>What was read, swapped as one.</summary>
    private sealed record Story(RunState State, RunMarks Marks);
}
