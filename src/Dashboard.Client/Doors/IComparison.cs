using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>What the comparison of several runs needs of its host, beside <see cref="IRuns"/>.</summary>
public interface IComparison
{
    /// <summary>What is known of some runs now, in the order asked for; unknown ones are left out.</summary>
    Task<IReadOnlyList<ComparedRun>> ReadAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation);

    /// <summary>Bytes of each run's files on the disk.</summary>
    Task<IReadOnlyDictionary<RunId, long>> BytesAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation);
}
