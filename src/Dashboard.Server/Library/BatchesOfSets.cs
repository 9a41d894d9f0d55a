using System.Collections.Concurrent;
using Contracts;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Library;

/// <summary>Which batches of the mitigation lab train on which stored set. A batch's set never changes, so each spec is read once.</summary>
internal sealed class BatchesOfSets(RunDesk desk)
{
    private readonly ConcurrentDictionary<RunId, string> _sets = new();

    /// <summary>The newest first.</summary>
    public IReadOnlyList<RunSummary> Of(LibraryVersion version) =>
        [.. desk.List().Where(row => row.IsMitigation && SetOf(row.Id) == version.Set.Data)];

    private string SetOf(RunId id) => _sets.GetOrAdd(id, run => desk.Spec(run)?.Mitigation?.Set.Artifact ?? "");
}
