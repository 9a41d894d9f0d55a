using Contracts;

namespace Dashboard.Server.Listing;

/// <summary>Everything that the table knows of a run, in memory.</summary>
/// <param name="Told">Its row of history, as the archiver told it.</param>
/// <param name="Meta">What people say of it.</param>
/// <param name="Asked">What was asked for; read from the spec when it is first looked at.</param>
/// <param name="Digest">What was measured.</param>
internal sealed record RunRecord(RunSummary Told, RunMeta Meta, Lazy<FieldSet> Asked, RunDigest Digest)
{
    /// <summary>The row of history under the name that people gave the run.</summary>
    public RunSummary Row { get; } = Meta.Name is { } name ? Told with { Name = name } : Told;

    public FieldSet Parameters => Asked.Value;

    public bool IsDeleted => Meta.DeletedAt is not null;

    public RunRecord With(RunSummary told) => new(told, Meta, Asked, Digest);

    public RunRecord With(RunMeta meta) => new(Told, meta, Asked, Digest);

    public RunRecord With(RunDigest digest) => new(Told, Meta, Asked, digest);
}
