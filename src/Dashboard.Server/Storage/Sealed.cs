using System.IO.Hashing;
using System.Text;
using Contracts;
using LiteDB;
using JsonException = System.Text.Json.JsonException;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Dashboard.Server.Storage;

/// <summary>Records as documents with a checksum: the store has none of its own.</summary>
internal static class Sealed
{
    public static BsonDocument Document<T>(string id, T value)
    {
        var json = JsonSerializer.Serialize(value, ContractsJson.Default.Of<T>());
        return new BsonDocument { ["_id"] = id, ["json"] = json, ["crc"] = Checksum(id, json) };
    }

    /// <summary>The record; null when the document is not what was written, or was written by a version that knows more.</summary>
    public static T? Read<T>(BsonDocument document)
        where T : class
    {
        var (id, json, crc) = (document["_id"], document["json"], document["crc"]);
        if (!id.IsString || !json.IsString || !crc.IsInt64 || crc.AsInt64 != Checksum(id.AsString, json.AsString)) return null;
        try
        {
            return JsonSerializer.Deserialize(json.AsString, ContractsJson.Default.Of<T>());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long Checksum(string id, string json) => Crc32.HashToUInt32(Encoding.UTF8.GetBytes($"{id}\n{json}"));
}
