using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Contracts;
using LiteDB;

namespace Dashboard.Server.Storage;

/// <summary>The measured values of stored runs by series, so that a chart of one series does not unpack every event of its run.</summary>
/// <remarks>
/// A block is a head ("run/00000003": iterations, times and names) and one document for each series ("run/00000003/0007"). Blocks are derived: one
/// that is missing, older than its events or not what was written is no fault, and is made again.
/// </remarks>
internal sealed class ColumnStore(Store store)
{
    /// <summary>The columns of a block that reaches to an event; null when there is no such block.</summary>
    public ColumnBlock? Find(RunId id, long index, long last, IReadOnlyCollection<string> names) => store.Read(database =>
    {
        var columns = database.GetCollection("columns");
        var key = KeyOf(id, index);
        if (columns.FindById(key) is not { } head || head["seq1"].AsInt64 != last || !IsIntact(head)) return null;
        var all = head["names"].AsArray;
        var found = new Dictionary<string, Column>(StringComparer.Ordinal);
        for (var place = 0; place < all.Count; place++)
        {
            if (!names.Contains(all[place].AsString)) continue;
            if (columns.FindById(KeyOf(key, place)) is not { } part || part["seq1"].AsInt64 != last || !IsIntact(part)) return null;
            found.Add(all[place].AsString, new Column([.. Read<ushort>(part["at"])], [.. Read<double>(part["bin"])]));
        }

        return new ColumnBlock(index, last, Read<int>(head["at"]), Read<long>(head["bin"]), found);
    });

    /// <summary>Stores a block whole, unless its run was deleted meanwhile.</summary>
    public Task WriteAsync(RunId id, ColumnBlock block)
    {
        var key = KeyOf(id, block.Index);
        var head = Document(key, block.Last, Bytes(block.Iterations.ToArray()), Bytes(block.Times.ToArray()));
        head["names"] = new BsonArray(block.Columns.Keys.Select(name => new BsonValue(name)));
        var parts = block.Columns.Values.Select((column, place) =>
            Document(KeyOf(key, place), block.Last, Bytes(column.Places.ToArray()), Bytes(column.Values.ToArray()))).ToList();
        return store.WriteAsync(database =>
        {
            if (database.GetCollection("runs").FindById(id.Value) is null) return;
            var columns = database.GetCollection("columns");
            columns.DeleteMany(Query.StartsWith("_id", key));
            columns.Insert(parts.Prepend(head));
        });
    }

    private static string KeyOf(RunId id, long index) => $"{id.Value}/{index:D8}";

    private static string KeyOf(string block, int place) => $"{block}/{place:D4}";

    private static BsonDocument Document(string key, long last, byte[] places, byte[] values) =>
        new() { ["_id"] = key, ["seq1"] = last, ["crc"] = Checksum(key, last, places, values), ["at"] = places, ["bin"] = values };

    private static bool IsIntact(BsonDocument document) => document["crc"].AsInt64 == Checksum(
        document["_id"].AsString, document["seq1"].AsInt64, document["at"].AsBinary ?? [], document["bin"].AsBinary ?? []);

    private static long Checksum(string key, long last, byte[] places, byte[] values)
    {
        var crc = new Crc32();
        crc.Append(Encoding.UTF8.GetBytes($"{key} {last}"));
        crc.Append(places);
        crc.Append(values);
        return crc.GetCurrentHashAsUInt32();
    }

    private static byte[] Bytes<T>(T[] values)
        where T : struct => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static T[] Read<T>(BsonValue value)
        where T : struct => MemoryMarshal.Cast<byte, T>(value.AsBinary).ToArray();
}
