using System.Formats.Tar;
using System.IO.Compression;

namespace Engine.Data.Sources;

/// <summary>The files of a tar archive, packed or not. A tar can only be read in one go, so its files are held in memory.</summary>
internal static class TarFiles
{
    private const long MostHeld = 2L << 30;

    /// <summary>Reads them while counting; one bad name or link refuses the archive whole.</summary>
    public static FileTree Open(string path, Func<IEnumerable<FileEntry>, IEnumerable<string>, IDisposable?, FileTree> made)
    {
        var label = Path.GetFileName(path);
        using var file = File.OpenRead(path);
        var isPacked = !path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);
        using var content = isPacked ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = new TarReader(content);
        List<FileEntry> files = [];
        List<string> folders = [];
        long held = 0;
        while (reader.GetNextEntry() is { } entry)
        {
            EntryNames.CheckInside(entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name, label);
            if (files.Count + folders.Count >= Limits.Entries)
            {
                throw new DataException($"'{label}' holds more than {Limits.Entries} entries.");
            }

            if (entry.EntryType is TarEntryType.Directory)
            {
                folders.Add(entry.Name.TrimEnd('/'));
                continue;
            }

            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw new DataException($"'{label}' is refused whole: its entry '{EntryNames.Shown(entry.Name)}' is no plain file.");
            held += entry.Length;
            if (held > MostHeld || Limits.IsBomb(held, file.Length))
                throw new DataException(
                    $"'{label}' would unpack to more than {MostHeld >> 30} GiB or {Limits.Ratio} times its size; "
                    + $"such archives are refused.");
            var bytes = Bytes(entry);
            files.Add(new FileEntry(entry.Name, bytes.Length, () => new MemoryStream(bytes, writable: false)));
        }

        return made(files, folders, null);
    }

    private static byte[] Bytes(TarEntry entry)
    {
        var bytes = new byte[entry.Length];
        entry.DataStream?.ReadExactly(bytes);
        return bytes;
    }
}
