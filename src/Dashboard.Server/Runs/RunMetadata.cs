using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Listing;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>What people say of runs: one change at a time, stored before it is shown.</summary>
internal sealed class RunMetadata(RunMetaStore store, RunIndex index, TimeProvider time) : IRunMetadata, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    public RunMeta? Find(RunId id) => index.Record(id)?.Meta;

    public IReadOnlyList<FacetValue> Tags() =>
        [.. index.Records.Where(record => !record.IsDeleted).SelectMany(record => record.Meta.Tags).CountBy(tag => tag, StringComparer.OrdinalIgnoreCase)
            .Select(tag => new FacetValue(tag.Key, tag.Value)).OrderBy(tag => tag.Value, StringComparer.OrdinalIgnoreCase)];

    public async Task<MetaAnswer> ChangeAsync(RunId id, RunMetaChange change, CancellationToken cancellation)
    {
        if (change.Faults() is { Count: > 0 } faults) return new MetaAnswer(MetaResult.Faulty, Find(id), faults);
        await _gate.WaitAsync(cancellation);
        try
        {
            if (index.Record(id) is not { IsDeleted: false } record) return new MetaAnswer(MetaResult.NotFound, null, []);
            if (change.Notes is not null && change.NotesVersion != record.Meta.NotesVersion) return new MetaAnswer(MetaResult.Conflict, record.Meta, []);
            var next = change.Apply(record.Meta);
            if (next.Tags.Count > RunMetaChange.MostTags)
                return new MetaAnswer(MetaResult.Faulty, record.Meta, [new SpecFault("tags", $"A run has at most {RunMetaChange.MostTags} tags.")]);
            await PutAsync([.. next.Baseline && !record.Meta.Baseline ? Former(record) : [], next]);
            return new MetaAnswer(MetaResult.Done, next, []);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<IReadOnlyList<SpecFault>> ChangeAllAsync(IReadOnlyList<RunId> ids, RunMetaChange change, CancellationToken cancellation)
    {
        if (change.Faults() is { Count: > 0 } faults) return faults;
        if (change.Notes is not null || change.Baseline is not null || change.Name is not null)
            return [new SpecFault("", "Names, notes and baselines are changed run by run.")];
        await _gate.WaitAsync(cancellation);
        try
        {
            var next = ids.Distinct().Select(index.Record).OfType<RunRecord>().Where(record => !record.IsDeleted)
                .Select(record => change.Apply(record.Meta)).ToList();
            if (next.Count(meta => meta.Tags.Count > RunMetaChange.MostTags) is > 0 and var full)
                return [new SpecFault("tags", $"{full} of the runs would have more than {RunMetaChange.MostTags} tags.")];
            await PutAsync(next);
            return [];
        }
        catch (StorageException e)
        {
            return [new SpecFault("", e.Text)];
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Moves runs to the trash, or takes them back, all or none; how many were not there already. A run in the trash is nobody's baseline.</summary>
    public async Task<int> SetDeletedAsync(IReadOnlyList<RunId> ids, bool deleted)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            DateTimeOffset? at = deleted ? time.GetUtcNow() : null;
            var moved = ids.Select(index.Record).OfType<RunRecord>().Where(record => record.IsDeleted != deleted).Select(record => record.Meta)
                .Select(meta => meta with { DeletedAt = at, Baseline = meta.Baseline && !deleted, Version = meta.Version + 1 }).ToList();
            if (moved.Count > 0) await PutAsync(moved);
            return moved.Count;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A store that fails is an exception for REST, which has a status for it, and a fault for pages.</summary>
    async Task<MetaAnswer> IRunMetadata.ChangeAsync(RunId id, RunMetaChange change, CancellationToken cancellation)
    {
        try
        {
            return await ChangeAsync(id, change, cancellation);
        }
        catch (StorageException e)
        {
            return new MetaAnswer(MetaResult.Faulty, Find(id), [new SpecFault("", e.Text)]);
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>The baseline that gives way: there is one for each data set.</summary>
    private IEnumerable<RunMeta> Former(RunRecord next) => index.Records
        .Where(record => record.Meta.Baseline && record.Row.Data == next.Row.Data && record.Row.Id != next.Row.Id)
        .Select(record => record.Meta with { Baseline = false, Version = record.Meta.Version + 1 });

    private async Task PutAsync(IReadOnlyList<RunMeta> metas)
    {
        await store.PutAsync(metas);
        foreach (var meta in metas) index.Set(meta);
    }
}
