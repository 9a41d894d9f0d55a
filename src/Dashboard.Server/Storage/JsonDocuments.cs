using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;
using Contracts;
using LiteDB;
using JsonException = System.Text.Json.JsonException;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Dashboard.Server.Storage;

/// <summary>A collection of records as JSON, each with a checksum: a damaged one is left out and told in the server's log.</summary>
internal sealed partial class JsonDocuments<T>(Store store, string collection, ILogger log)
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
        var json = JsonSerializer.Serialize(value, ContractsJson.Default.Of<T>());
        database.GetCollection(collection).Upsert(new BsonDocument { ["_id"] = id, ["json"] = json, ["crc"] = Checksum(id, json) });
        _damaged.TryRemove(id, out _);
    }

    private T? Value(BsonDocument document)
    {
        var (id, json, crc) = (document["_id"], document["json"], document["crc"]);
        if (id.IsString && json.IsString && crc.IsInt64 && crc.AsInt64 == Checksum(id.AsString, json.AsString) && Read(json.AsString) is { } value) return value;
        if (_damaged.TryAdd(id.ToString(), true)) Log.Damaged(log, collection, id.ToString());
        return null;
    }

    private static T? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ContractsJson.Default.Of<T>());
        }
        catch (JsonException)
        {
            return null;        // written by a version that knows more
        }
    }

    private static long Checksum(string id, string json) => Crc32.HashToUInt32(Encoding.UTF8.GetBytes($"{id}\n{json}"));

    private static partial class Log
    {
        [LoggerMessage(13, LogLevel.Error, "The document {Id} of {Collection} is damaged and left out.")]
        public static partial void Damaged(ILogger logger, string collection, string id);
    }
}
