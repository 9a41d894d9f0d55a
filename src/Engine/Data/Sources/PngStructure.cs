using System.Buffers.Binary;

namespace Engine.Data.Sources;

/// <summary>Walks the chunks of a PNG file, so that the decoder never allocates for a chunk that claims more than the file holds.</summary>
internal static class PngStructure
{
    private const int Overhead = 12;        // length, type and checksum around the data of a chunk

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Whether a file begins as a PNG does.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <summary>Whether every chunk lies inside the file, up to the end chunk.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> file)
    {
        var at = Signature.Length;
        while (file.Length - at >= Overhead)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - Overhead) return false;
            if (file.Slice(at + 4, 4).SequenceEqual("IEND"u8)) return true;
            at += (int)length + Overhead;
        }

        return false;
    }
}
