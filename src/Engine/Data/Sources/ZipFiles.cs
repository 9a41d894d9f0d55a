using System.IO.Compression;

namespace Engine.Data.Sources;

/// <summary>The files of a zip archive, read in place.</summary>
internal static class ZipFiles
{
    private const int LinkType = 0xA000, TypeMask = 0xF000;

    /// <summary>Lists them after a look at every name and size; one bad name refuses the archive whole.</summary>
    public static FileTree Open(string path, Func<IEnumerable<FileEntry>, IEnumerable<string>, IDisposable?, FileTree> made)
    {
        var label = Path.GetFileName(path);
        var stream = File.OpenRead(path);
        ZipArchive? archive = null;
        try
        {
            archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: false);
            var (files, folders) = Checked(archive, label, stream.Length);
            return made(files, folders, archive);
        }
        catch
        {
            archive?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    private static (List<FileEntry> Files, List<string> Folders) Checked(ZipArchive archive, string label, long packed)
    {
        if (archive.Entries.Count > Limits.Entries)
            throw new DataException($"'{label}' holds {archive.Entries.Count} entries; at most {Limits.Entries} are read.");
        List<FileEntry> files = [];
        List<string> folders = [];
        HashSet<string> names = [];
        long unpacked = 0;
        foreach (var entry in archive.Entries)
        {
            EntryNames.CheckInside(entry.FullName, label);
            if (((entry.ExternalAttributes >> 16) & TypeMask) == LinkType)
                throw new DataException($"'{label}' is refused whole: its entry '{EntryNames.Shown(entry.FullName)}' is a link.");
            if (entry.IsEncrypted) throw new DataException($"'{label}' is encrypted.");
            if (!names.Add(entry.FullName))
            {
                throw new DataException($"'{label}' is refused whole: it holds '{EntryNames.Shown(entry.FullName)}' twice.");
            }

            if (entry.Length < 0 || (unpacked += entry.Length) > Limits.ArchiveBytes || Limits.IsBomb(unpacked, packed))
                throw new DataException(
                    $"'{label}' would unpack to more than {Limits.ArchiveBytes >> 30} GiB or {Limits.Ratio} times its size; "
                    + "such archives are refused.");
            if (entry.FullName.EndsWith('/')) folders.Add(entry.FullName.TrimEnd('/'));
            else if (!IsByProduct(entry.FullName)) files.Add(new FileEntry(entry.FullName, entry.Length, entry.Open));
        }

        folders.AddRange(files.Select(file => file.Name).Where(name => name.Contains('/')).Select(name => name[..name.LastIndexOf('/')]));
        return (files, [.. folders.Distinct()]);
    }

    private static bool IsByProduct(string name) =>
        name.StartsWith("__MACOSX/", StringComparison.Ordinal) || name.StartsWith('.') || name.Contains("/.", StringComparison.Ordinal);
}
