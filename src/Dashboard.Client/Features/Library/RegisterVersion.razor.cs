using Contracts;
using Dashboard.Client.Doors;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Client.Features.Library;

/// <summary>Registers a stored set of a run, and tells what was registered of it already.</summary>
public sealed partial class RegisterVersion : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<LibraryVersion> _registered = [];
    private IReadOnlyList<int> _iterations = [];
    private IReadOnlyList<SpecFault> _faults = [];
    private string _name = "", _note = "", _by = "";
    private int _iteration;
    private bool _open, _busy;

    [Parameter, EditorRequired]
    public required RunId Run { get; set; }

    [Parameter, EditorRequired]
    public required RunSpec Spec { get; set; }

    [Inject]
    private ILibrary Library { get; set; } = null!;

    [Inject]
    private IRuns Runs { get; set; } = null!;

    protected override void OnInitialized()
    {
        Library.Changed += Look;
        _registered = Library.OfRun(Run);
    }

    private void Open()
    {
        var state = Runs.State(Run);
        _iterations = [.. state?.SyntheticSets.Keys.Reverse() ?? []];
        _iteration = _iterations.FirstOrDefault();
        if (_name.Length == 0) _name = LibraryNames.Suggested(Spec, state?.Summary.ImagesPerClass);
        (_faults, _open) = ([], true);
    }

    private async Task RegisterAsync()
    {
        _busy = true;
        try
        {
            var asked = new LibraryRegistration { Run = Run, Iteration = _iteration, Name = _name.Trim(), Note = _note, By = _by };
            var answer = await Library.RegisterAsync(asked, _gone.Token);
            _faults = answer.Faults;
            if (answer.Version is null) return;
            (_open, _note) = (false, "");
        }
        catch (IOException fault)
        {
            _faults = [new SpecFault("run", fault.Message)];
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>Raised on another thread.</summary>
    private void Look() => _ = InvokeAsync(() =>
    {
        _registered = Library.OfRun(Run);
        StateHasChanged();
    });

    /// <inheritdoc />
    public void Dispose()
    {
        Library.Changed -= Look;
        _gone.Cancel();
        _gone.Dispose();
    }
}
