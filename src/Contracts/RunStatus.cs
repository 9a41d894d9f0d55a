namespace Contracts;

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Waits for its device.</summary>
    Queued,

    /// <summary>The engine works on it.</summary>
    Running,

    /// <summary>Started, and held by a person between two iterations.</summary>
    Paused,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Ended by a fault; the reason is in its log.</summary>
    Failed,

    /// <summary>Ended by a person; what was made until then is kept.</summary>
    Cancelled,

    /// <summary>The server stopped while it ran; can be resumed from its last checkpoint.</summary>
    Interrupted,
}

/// <summary>Questions that follow from a status alone.</summary>
public static class RunStatusFacts
{
    /// <summary>Whether nothing more will happen unless someone asks for it.</summary>
    public static bool IsOver(this RunStatus status) =>
        status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled or RunStatus.Interrupted;

    /// <summary>Whether a person may ask to go on: a paused run at once, an ended one from its last checkpoint.</summary>
    public static bool CanResume(this RunStatus status) =>
        status is RunStatus.Paused or RunStatus.Failed or RunStatus.Cancelled or RunStatus.Interrupted;
}
