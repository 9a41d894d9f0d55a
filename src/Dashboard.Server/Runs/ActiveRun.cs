using Contracts;
using Engine.Runs;

namespace Dashboard.Server.Runs;

/// <summary>A run in memory: queued, worked on, or ended and about to be archived. Its lock decides every race between commands.</summary>
internal sealed class ActiveRun(RunSpec spec, RunState state, RunLog log, string device) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _archived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Stage _stage = Stage.Queued;
    private bool _heldByPerson;
    private string? _storageFault;
    private volatile RunState _state = state;

    private enum Stage
    {
        Queued,
        Started,
        Ended,
    }

    public RunId Id { get; } = state.Summary.Id;

    public RunSpec Spec { get; } = spec;

    public RunLog Log { get; } = log;

    public RunControl Control { get; } = new();

    public string Device { get; } = device;

    /// <summary>Folded from the stored events.</summary>
    public RunState State => _state;

    /// <summary>Ends once every event is stored and the run has left memory.</summary>
    public Task Archived => _archived.Task;

    public bool IsStarted
    {
        get { lock (_gate) return _stage == Stage.Started; }
    }

    public bool HasEnded
    {
        get { lock (_gate) return _stage == Stage.Ended || _state.Summary.Status.IsOver(); }
    }

    /// <summary>The row of history, with what the store cannot tell while it fails.</summary>
    public RunSummary Summary
    {
        get
        {
            var summary = _state.Summary;
            lock (_gate) return _storageFault is { } fault ? summary with { Status = RunStatus.Paused, Reason = fault } : summary;
        }
    }

    public bool TryStart()
    {
        lock (_gate)
        {
            if (_stage != Stage.Queued) return false;
            _stage = Stage.Started;
            return true;
        }
    }

    public bool TryPause()
    {
        lock (_gate)
        {
            if (!MayBeCommanded() || _heldByPerson) return false;
            _heldByPerson = true;
            Control.Pause();
            return true;
        }
    }

    public bool TryResume()
    {
        lock (_gate)
        {
            if (!MayBeCommanded() || !_heldByPerson) return false;
            _heldByPerson = false;
            if (_storageFault is null) Control.Resume();
            return true;
        }
    }

    /// <summary>A queued run ends at once, a started one after its iteration.</summary>
    public bool TryCancel()
    {
        lock (_gate)
        {
            if (_stage == Stage.Queued)
            {
                Control.Stop(StopRequest.Cancel);
                EndWith(new RunEnded(RunStatus.Cancelled, "Cancelled before it started."));
                return true;
            }

            if (!MayBeCommanded()) return false;
            Control.Stop(StopRequest.Cancel);
            return true;
        }
    }

    /// <summary>Holds the run because its events cannot be stored.</summary>
    public void HoldForStorage(string fault)
    {
        lock (_gate)
        {
            if (_storageFault is not null) return;
            _storageFault = fault;
            if (_stage != Stage.Started) return;
            Log.Append(new Noted("warning", fault));
            Control.Pause();
        }
    }

    public void ReleaseForStorage()
    {
        lock (_gate)
        {
            if (_storageFault is null) return;
            _storageFault = null;
            if (!_heldByPerson) Control.Resume();
        }
    }

    /// <summary>Nothing more will be appended. An engine that left without a word is told as a failure.</summary>
    public void End(string reasonWhenSilent)
    {
        lock (_gate)
        {
            if (_stage == Stage.Ended) return;
            if (Log.Snapshot().LastOrDefault(e => e is not Noted) is RunEnded) Finish();
            else EndWith(new RunEnded(RunStatus.Failed, reasonWhenSilent));
        }
    }

    public void Apply(IReadOnlyList<RunEvent> stored) => _state = stored.Aggregate(_state, (next, e) => next.Apply(e));

    public void SetArchived() => _archived.TrySetResult();

    public void Dispose() => Control.Dispose();

    private bool MayBeCommanded() =>
        _stage == Stage.Started && Control.Request == StopRequest.None && !_state.Summary.Status.IsOver();

    private void EndWith(RunEnded end)
    {
        Log.Append(end);
        Finish();
    }

    private void Finish()
    {
        _stage = Stage.Ended;
        Log.Close();
    }
}
