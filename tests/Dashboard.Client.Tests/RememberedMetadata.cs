using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>What is said of runs, and their trash, in memory.</summary>
internal sealed class RememberedMetadata : IRunMetadata, IRunTrash
{
    private readonly Dictionary<RunId, RunMeta> _metas = [];

    public List<(RunId Id, RunMetaChange Change)> Changes { get; } = [];

    public List<RunId> Purged { get; } = [];

    /// <summary>What every change fails with; null for none.</summary>
    public Exception? Broken { get; set; }

    /// <summary>Faults of every change.</summary>
    public IReadOnlyList<SpecFault> Faults { get; set; } = [];

    public TimeSpan Kept { get; } = TimeSpan.FromDays(7);

    public RunMeta Find(RunId id) => _metas.GetValueOrDefault(id) ?? new RunMeta { Id = id };

    RunMeta? IRunMetadata.Find(RunId id) => Find(id);

    public void Set(RunMeta meta) => _metas[meta.Id] = meta;

    public IEnumerable<RunSummary> Runs(IRuns runs) => runs.List();

    public Task<MetaAnswer> ChangeAsync(RunId id, RunMetaChange change, CancellationToken cancellation)
    {
        if (Broken is not null) return Task.FromException<MetaAnswer>(Broken);
        if (Faults.Count > 0) return Task.FromResult(new MetaAnswer(MetaResult.Faulty, Find(id), Faults));
        if (change.Notes is not null && change.NotesVersion != Find(id).NotesVersion) return Task.FromResult(new MetaAnswer(MetaResult.Conflict, Find(id), []));
        Changes.Add((id, change));
        _metas[id] = change.Apply(Find(id));
        return Task.FromResult(new MetaAnswer(MetaResult.Done, _metas[id], []));
    }

    public async Task<IReadOnlyList<SpecFault>> ChangeAllAsync(IReadOnlyList<RunId> ids, RunMetaChange change, CancellationToken cancellation)
    {
        foreach (var id in ids) await ChangeAsync(id, change, cancellation);
        return Faults;
    }

    public IReadOnlyList<FacetValue> Tags() => [.. _metas.Values.SelectMany(meta => meta.Tags).Distinct().Select(tag => new FacetValue(tag, 1))];

    public RunFootprint Footprint(IReadOnlyList<RunId> ids) => new(ids.Count, 1024 * 1024, 9 * 1024 * 1024, 2 * 1024 * 1024, 0);

    public Task<PurgeReport> PurgeAsync(IReadOnlyList<RunId> ids, CancellationToken cancellation)
    {
        Purged.AddRange(ids);
        return Task.FromResult(new PurgeReport(Footprint(ids), 11 * 1024 * 1024, 0, 1024 * 1024));
    }
}
