using System.Buffers.Binary;

namespace Engine.Data.Sources;

/// <summary>Walks the segments of a JPEG file, so that the decoder never sees one that is cut off.</summary>
/// <remarks>
/// The decoder fills what lacks with grey and says nothing, and a segment that reaches beyond the file makes it wait for an end that never
/// comes.
/// </remarks>
internal static class JpegStructure
{
    private const byte EndOfImage = 0xD9, StartOfScan = 0xDA, Temporary = 0x01;

    /// <summary>Whether a file begins as a JPEG does.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.Length > 3 && file[0] == 0xFF && file[1] == 0xD8 && file[2] == 0xFF;

    /// <summary>Whether every segment lies inside the file, up to the end marker.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> file)
    {
        var at = 2;
        while (at + 1 < file.Length)
        {
            if (file[at] != 0xFF) return false;
            var marker = file[at + 1];
            at += marker == 0xFF ? 1 : 2;           // markers may be preceded by any number of FF
            if (marker == EndOfImage) return true;
            if (marker is 0xFF or Temporary || IsRestart(marker)) continue;
            if (at + 2 > file.Length) return false;
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length < 2 || length > file.Length - at) return false;
            at += length;
            if (marker == StartOfScan) at = EndOfScan(file, at);
        }

        return false;
    }

    // Inside compressed data FF is always followed by 00 or by a restart marker.
    private static int EndOfScan(ReadOnlySpan<byte> file, int at)
    {
        while (at + 1 < file.Length && (file[at] != 0xFF || file[at + 1] == 0 || IsRestart(file[at + 1]))) at++;
        return at;
    }

    private static bool IsRestart(byte marker) => marker is >= 0xD0 and <= 0xD7;
}
