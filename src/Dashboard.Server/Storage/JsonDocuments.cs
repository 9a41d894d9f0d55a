using System.Collections.Concurrent;
using LiteDB;

namespace Dashboard.Server.Storage;

/// <summary>A collection of records as JSON, each with a checksum: a damaged one is left out and told in the server's log.</summary>
internal sealed partial class JsonDocuments<T>(Store store, string collection, ILogger log, string field = "json")
    where T : class
{
    private readonly ConcurrentDictionary<string, bool> _damaged = new();

    public IReadOnlyList<T> List() =>
        [.. store.Read(database => database.GetCollection(collection).FindAll().ToList()).Select(Value).OfType<T>()];

    public T? Find(string id) =>
        store.Read(database => database.GetCollection(collection).FindById(id)) is { } document ? Value(document) : null;

    /// <summary>Writes some under their ids in one transaction.</summary>
    public Task PutAsync(IReadOnlyList<(string Id, T Value)> values) => store.WriteAsync(database =>
    {
        foreach (var (id, value) in values) Put(database, id, value);
    });

    /// <summary>Writes one, unless there would be more than so many; false then.</summary>
    public async Task<bool> PutAsync(string id, T value, int most)
    {
        var fits = false;
        await store.WriteAsync(database =>
        {
            var found = database.GetCollection(collection);
            fits = found.Count() < most || found.FindById(id) is not null;
            if (fits) Put(database, id, value);
        });
        return fits;
    }

    /// <summary>Whether there was one.</summary>
    public async Task<bool> DeleteAsync(string id)
    {
        var found = false;
        await store.WriteAsync(database => found = database.GetCollection(collection).Delete(id));
        return found;
    }

    private void Put(LiteDatabase database, string id, T value)
    {
        database.GetCollection(collection).Upsert(Sealed.Document(id, value, field));
        _damaged.TryRemove(id, out _);
    }

    private T? Value(BsonDocument document)
    {
        if (Sealed.Read<T>(document, field) is { } value) return value;
        var id = document["_id"].ToString();
        if (_damaged.TryAdd(id, true)) Log.Damaged(log, collection, id);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(13, LogLevel.Error, "The document {Id} of {Collection} is damaged and left out.")]
        public static partial void Damaged(ILogger logger, string collection, string id);
    }
}
