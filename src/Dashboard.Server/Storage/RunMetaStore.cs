using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>What people say of runs, in documents of their own: the archiver never writes them.</summary>
internal sealed class RunMetaStore(Store store, ILogger<RunMetaStore> log)
{
    public const string Collection = "metadata";
    private readonly JsonDocuments<RunMeta> _documents = new(store, Collection, log);

    public IReadOnlyList<RunMeta> List() => _documents.List();

    /// <summary>Writes some in one transaction: a baseline comes and the one before it goes, or neither.</summary>
    public Task PutAsync(params IReadOnlyList<RunMeta> metas) => _documents.PutAsync([.. metas.Select(meta => (meta.Id.Value, meta))]);
}
