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
    private const string Json = "json";

    /// <summary>A document that tells whether it is what was written.</summary>
    public static BsonDocument Document<T>(string id, T value, string field = Json)
    {
        var json = JsonSerializer.Serialize(value, ContractsJson.Default.Of<T>());
        return new BsonDocument { ["_id"] = id, [field] = json, ["crc"] = Checksum(id, json) };
    }

    /// <summary>The record; null when the document is not what was written, or was written by a version that knows more.</summary>
    public static T? Read<T>(BsonDocument document, string field = Json)
        where T : class
    {
        var (id, json, crc) = (document["_id"], document[field], document["crc"]);
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

    /// <summary>CRC-32 of texts, a line each.</summary>
    public static long Checksum(params ReadOnlySpan<string?> lines) => Crc32.HashToUInt32(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
}
