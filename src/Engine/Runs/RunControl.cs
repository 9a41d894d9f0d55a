namespace Engine.Runs;

/// <summary>What a person, or the host, wants of a run. The engine asks once per iteration; commands return at once.</summary>
public sealed class RunControl : IDisposable
{
    private readonly ManualResetEventSlim _mayGoOn = new(initialState: true);
    private volatile StopRequest _request;

    /// <summary>What was asked for, if anything.</summary>
    public StopRequest Request => _request;

    /// <summary>Whether the run is asked to hold.</summary>
    public bool PauseRequested => !_mayGoOn.IsSet;

    /// <summary>Holds the run before its next iteration.</summary>
    public void Pause()
    {
        if (_request == StopRequest.None) _mayGoOn.Reset();
    }

    /// <summary>Lets a held run go on.</summary>
    public void Resume() => _mayGoOn.Set();

    /// <summary>Ends the run after the current iteration, with a checkpoint; also when it is held.</summary>
    public void Stop(StopRequest request)
    {
        if (_request == StopRequest.None) _request = request;
        _mayGoOn.Set();
    }

    /// <summary>Waits until the run may go on or is to stop.</summary>
    internal void WaitWhilePaused() => _mayGoOn.Wait();

    /// <inheritdoc />
    public void Dispose() => _mayGoOn.Dispose();
}

/// <summary>Why a run should stop early.</summary>
public enum StopRequest
{
    /// <summary>Nothing was asked.</summary>
    None,

    /// <summary>A person cancelled it.</summary>
    Cancel,

    /// <summary>The host goes down; the run can be resumed later.</summary>
    Shutdown,
}
