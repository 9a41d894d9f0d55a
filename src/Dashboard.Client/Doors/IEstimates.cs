using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>What a run will take, before it starts.</summary>
public interface IEstimates
{
    /// <summary>From earlier runs of the same work; null for a spec with faults, and for a batch of the mitigation lab.</summary>
    Task<RunEstimate?> OfAsync(RunSpec spec, CancellationToken cancellation);

    /// <summary>Queues a short run of the same work, from which the next estimate is made.</summary>
    [Changes]
    Task<Submission> ProbeAsync(RunSpec spec, CancellationToken cancellation);
}
