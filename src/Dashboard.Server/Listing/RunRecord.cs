using Contracts;

namespace Dashboard.Server.Listing;

/// <summary>Everything that the table knows of a run, in memory.</summary>
/// <param name="Told">Its row of history, as the archiver told it.</param>
/// <param name="Meta">What people say of it.</param>
/// <param name="Parameters">What was asked for.</param>
/// <param name="Digest">What was measured.</param>
internal sealed record RunRecord(RunSummary Told, RunMeta Meta, FieldSet Parameters, RunDigest Digest)
{
    /// <summary>The row of history under the name that people gave the run.</summary>
    public RunSummary Row { get; } = Meta.Name is { } name ? Told with { Name = name } : Told;

    public bool IsDeleted => Meta.DeletedAt is not null;

    public RunRecord With(RunSummary told) => new(told, Meta, Parameters, Digest);

    public RunRecord With(RunMeta meta) => new(Told, meta, Parameters, Digest);

    public RunRecord With(RunDigest digest) => new(Told, Meta, Parameters, digest);
}
