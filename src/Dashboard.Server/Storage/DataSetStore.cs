using System.Collections.Concurrent;
using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>What people say of real sets, and how those that were taken in came here.</summary>
internal sealed partial class DataSetStore(Store store, ILogger<DataSetStore> log)
{
    private const string Collection = "datasets";
    private readonly ConcurrentDictionary<string, bool> _damaged = new();

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, DataSetRecord> All() => store.Read(database => database.GetCollection(Collection).FindAll().ToList())
        .Select(document => (Id: document["_id"].ToString(), Record: Sealed.Read<DataSetRecord>(document)))
        .Where(entry => Told(entry.Id, entry.Record))
        .ToDictionary(entry => entry.Record!.Name, entry => entry.Record!, StringComparer.Ordinal);

    /// <summary>The record of a name; an empty one when there is none.</summary>
    public DataSetRecord Find(string name)
    {
        var document = store.Read(database => database.GetCollection(Collection).FindById(name));
        var record = document is null ? null : Sealed.Read<DataSetRecord>(document);
        return (document is null || Told(name, record) ? record : null) ?? new DataSetRecord(name, new DataSetCard(), null);
    }

    public Task SaveAsync(DataSetRecord record) =>
        store.WriteAsync(database => database.GetCollection(Collection).Upsert(Sealed.Document(record.Name, record)));

    public Task DeleteAsync(string name) => store.WriteAsync(database => database.GetCollection(Collection).Delete(name));

    private bool Told(string name, DataSetRecord? record)
    {
        if (record is null && _damaged.TryAdd(name, true)) Log.Damaged(log, name);
        return record is not null;
    }

    private static partial class Log
    {
        [LoggerMessage(14, LogLevel.Error, "What was said of the data set {DataSet} is damaged and left out; it can be written anew.")]
        public static partial void Damaged(ILogger logger, string dataSet);
    }
}

/// <summary>A real set as the store knows it.</summary>
internal sealed record DataSetRecord(string Name, DataSetCard Card, DataSetOrigin? Origin);
