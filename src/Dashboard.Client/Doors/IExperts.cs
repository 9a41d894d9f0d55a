using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>Experts of trajectory matching that lie on the disk and are shared by runs.</summary>
public interface IExperts
{
    /// <summary>Every folder of them.</summary>
    IReadOnlyList<ExpertBufferEntry> List();

    /// <summary>Removes a folder for good. Refused while a run that may need it is queued or active.</summary>
    /// <exception cref="IOException">The disk did not let all of it go; the message may be shown.</exception>
    [Changes]
    Task<CommandResult> DeleteAsync(string name, CancellationToken cancellation);
}
