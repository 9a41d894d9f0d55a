using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>What people say of runs. Every change is told by <see cref="IRuns.Changed"/>.</summary>
public interface IRunMetadata
{
    /// <summary>What is said of a run, in the trash or not; null for an unknown one.</summary>
    RunMeta? Find(RunId id);

    /// <summary>Changes it, or tells why not: then nothing is changed.</summary>
    [Changes]
    Task<MetaAnswer> ChangeAsync(RunId id, RunMetaChange change, CancellationToken cancellation);

    /// <summary>Changes many at once, all or none; unknown ones and those in the trash are left alone. Notes and baselines are one run's and refused.</summary>
    [Changes]
    Task<IReadOnlyList<SpecFault>> ChangeAllAsync(IReadOnlyList<RunId> ids, RunMetaChange change, CancellationToken cancellation);

    /// <summary>Every tag that any run has, with how many have it, by name.</summary>
    IReadOnlyList<FacetValue> Tags();
}

/// <summary>Answer to a change of metadata.</summary>
/// <param name="Result">Whether it was taken.</param>
/// <param name="Now">What is said of the run now; null for an unknown one.</param>
/// <param name="Faults">Every fault of a change that was refused for itself.</param>
public sealed record MetaAnswer(MetaResult Result, RunMeta? Now, IReadOnlyList<SpecFault> Faults);

/// <summary>Whether a change of metadata was taken.</summary>
public enum MetaResult
{
    /// <summary>Taken.</summary>
    Done,

    /// <summary>There is no such run, or it is in the trash.</summary>
    NotFound,

    /// <summary>Somebody changed the notes since; nothing was changed.</summary>
    Conflict,

    /// <summary>The change has faults, or cannot be stored; nothing was changed.</summary>
    Faulty,
}
