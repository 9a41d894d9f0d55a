using System.IO.Compression;

namespace Engine.Data.Sources;

/// <summary>Unpacks gzip while counting: the format itself promises no size that could be trusted.</summary>
internal static class Gzip
{
    /// <summary>Whether bytes begin as gzip does.</summary>
    public static bool Is(ReadOnlySpan<byte> data) => data.Length > 2 && data[0] == 0x1F && data[1] == 0x8B;

    /// <summary>The content of a gzip file; other bytes are given back as they are.</summary>
    /// <exception cref="DataException">It is damaged, or it swells beyond <see cref="Limits"/>.</exception>
    public static byte[] Unpacked(byte[] data, string name)
    {
        if (!Is(data)) return data;
        var buffer = new byte[81_920];
        using var content = new MemoryStream();
        try
        {
            using var unpacking = new GZipStream(new MemoryStream(data, writable: false), CompressionMode.Decompress);
            while (unpacking.Read(buffer) is var count and > 0)
            {
                if (content.Length + count > Limits.FileBytes || Limits.IsBomb(content.Length + count, data.Length))
                    throw new DataException($"'{name}' swells to more than {Limits.Ratio} times its size; such files are refused.");
                content.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException damage)
        {
            throw new DataException($"'{name}' is damaged: its gzip data cannot be unpacked.", damage);
        }

        return content.ToArray();
    }
}
