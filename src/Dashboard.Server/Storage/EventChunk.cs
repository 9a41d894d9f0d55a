using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>Up to 256 events of a run as one deflated block with a checksum: the store has none of its own.</summary>
/// <param name="Id">"run/00000012": a range scan over the key reads a log in order, without an index.</param>
/// <param name="First">Sequence number of the first event.</param>
/// <param name="Last">Sequence number of the last event.</param>
/// <param name="Crc">CRC-32 of the key, both numbers and the bytes.</param>
/// <param name="Bytes">Deflated JSON.</param>
internal sealed record EventChunk(string Id, long First, long Last, long Crc, byte[] Bytes)
{
    public const int Size = 256;

    public bool IsIntact => Crc == Checksum(Id, First, Last, Bytes);

    public static long IndexOf(long seq) => (seq - 1) / Size;

    public static string KeyOf(RunId run, long index) => $"{run.Value}/{index:D8}";

    /// <summary>A chunk of consecutive events that belong to one index.</summary>
    public static EventChunk Pack(RunId run, IReadOnlyList<RunEvent> events)
    {
        var key = KeyOf(run, IndexOf(events[0].Seq));
        using var buffer = new MemoryStream();
        using (var deflate = new DeflateStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(deflate, events, ContractsJson.Default.IReadOnlyListRunEvent);
        }

        var bytes = buffer.ToArray();
        return new EventChunk(key, events[0].Seq, events[^1].Seq, Checksum(key, events[0].Seq, events[^1].Seq, bytes), bytes);
    }

    /// <summary>Its events; null when the block is not what was written.</summary>
    public IReadOnlyList<RunEvent>? Unpack()
    {
        if (!IsIntact) return null;
        using var deflate = new DeflateStream(new MemoryStream(Bytes), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(deflate, ContractsJson.Default.IReadOnlyListRunEvent);
    }

    private static long Checksum(string id, long first, long last, byte[] bytes)
    {
        var crc = new Crc32();
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, first);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], last);
        crc.Append(Encoding.UTF8.GetBytes(id));
        crc.Append(numbers);
        crc.Append(bytes);
        return crc.GetCurrentHashAsUInt32();
    }
}
