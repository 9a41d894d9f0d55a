using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>What people say of real sets, and how those that were taken in came here.</summary>
internal sealed class DataSetStore(Store store, ILogger<DataSetStore> log)
{
    private readonly JsonDocuments<DataSetRecord> _documents = new(store, "datasets", log);

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, DataSetRecord> All() => _documents.List().ToDictionary(record => record.Name, StringComparer.Ordinal);

    /// <summary>The record of a name; an empty one when there is none.</summary>
    public DataSetRecord Find(string name) => _documents.Find(name) ?? new DataSetRecord(name, new DataSetCard(), null);

    public Task SaveAsync(DataSetRecord record) => _documents.PutAsync([(record.Name, record)]);

    public Task DeleteAsync(string name) => _documents.DeleteAsync(name);
}

/// <summary>A real set as the store knows it.</summary>
internal sealed record DataSetRecord(string Name, DataSetCard Card, DataSetOrigin? Origin);
