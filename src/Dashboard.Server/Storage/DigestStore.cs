using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Contracts;
using LiteDB;

namespace Dashboard.Server.Storage;

/// <summary>The digests of the runs' series. Nothing here is the only copy: what is missing or damaged is read from the logs again.</summary>
internal sealed class DigestStore(Store store)
{
    public const string Collection = "digests";
    private const int Width = 5 * sizeof(double);

    /// <summary>Every stored digest that is intact.</summary>
    public IReadOnlyDictionary<RunId, RunDigest> List()
    {
        var found = new Dictionary<RunId, RunDigest>();
        foreach (var document in store.Read(database => database.GetCollection(Collection).FindAll().ToList()))
        {
            if (RunId.TryParse(document["_id"].AsString, null, out var id) && Read(document) is { } digest) found[id] = digest;
        }

        return found;
    }

    /// <summary>Stores some in one transaction; those of runs that are gone are left out.</summary>
    public Task PutAsync(IReadOnlyList<(RunId Id, RunDigest Digest)> digests) => store.WriteAsync(database =>
    {
        var runs = database.GetCollection("runs");
        database.GetCollection(Collection).Upsert(
            digests.Where(entry => runs.Exists(Query.EQ("_id", entry.Id.Value))).Select(entry => Document(entry.Id, entry.Digest)).ToList());
    });

    private static BsonDocument Document(RunId id, RunDigest digest)
    {
        var (names, bytes) = (string.Join('\n', digest.Names), Bytes(digest));
        return new BsonDocument
        {
            ["_id"] = id.Value,
            ["seq"] = digest.Seq,
            ["names"] = names,
            ["bin"] = bytes,
            ["crc"] = Checksum(id.Value, digest.Seq, names, bytes),
        };
    }

    private static RunDigest? Read(BsonDocument document)
    {
        var (id, seq, names, bin, crc) = (document["_id"], document["seq"], document["names"], document["bin"], document["crc"]);
        if (!seq.IsInt64 || !names.IsString || !bin.IsBinary || !crc.IsInt64) return null;
        if (crc.AsInt64 != Checksum(id.AsString, seq.AsInt64, names.AsString, bin.AsBinary)) return null;
        var (text, bytes) = (names.AsString, bin.AsBinary);
        var count = text.Length == 0 ? 0 : text.AsSpan().Count('\n') + 1;
        if (bytes.Length != count * Width) return null;
        var values = new SeriesDigest[count];
        for (var i = 0; i < count; i++) values[i] = Value(bytes.AsSpan(i * Width, Width));
        return RunDigest.Of(seq.AsInt64, text, values);
    }

    private static byte[] Bytes(RunDigest digest)
    {
        var bytes = new byte[digest.Values.Count * Width];
        for (var i = 0; i < digest.Values.Count; i++)
        {
            var value = digest.Values[i];
            var span = bytes.AsSpan(i * Width, Width);
            BinaryPrimitives.WriteInt64LittleEndian(span, value.Count);
            BinaryPrimitives.WriteDoubleLittleEndian(span[8..], value.Last);
            BinaryPrimitives.WriteDoubleLittleEndian(span[16..], value.Min);
            BinaryPrimitives.WriteDoubleLittleEndian(span[24..], value.Max);
            BinaryPrimitives.WriteDoubleLittleEndian(span[32..], value.Mean);
        }

        return bytes;
    }

    private static SeriesDigest Value(ReadOnlySpan<byte> span) => new(
        BinaryPrimitives.ReadInt64LittleEndian(span), BinaryPrimitives.ReadDoubleLittleEndian(span[8..]),
        BinaryPrimitives.ReadDoubleLittleEndian(span[16..]), BinaryPrimitives.ReadDoubleLittleEndian(span[24..]),
        BinaryPrimitives.ReadDoubleLittleEndian(span[32..]));

    private static long Checksum(string id, long seq, string names, byte[] bytes)
    {
        var crc = new Crc32();
        crc.Append(Encoding.UTF8.GetBytes($"{id}\n{seq}\n{names}\n"));
        crc.Append(bytes);
        return crc.GetCurrentHashAsUInt32();
    }
}
