using System.IO.Compression;
using Contracts;

namespace Engine.Data.Sources;

/// <summary>The files of a zip archive, read in place.</summary>
internal static class ZipFiles
{
    private const int LinkType = 0xA000, TypeMask = 0xF000, MostFaults = 100;

    /// <summary>Lists them after a look at every name and size; one bad name refuses the archive whole, and every one is told.</summary>
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
        List<Sentence> faults = [];
        HashSet<string> names = [];
        long unpacked = 0;
        foreach (var entry in archive.Entries)
        {
            if (Fault(entry, label, names) is { } fault) faults.Add(fault);
            if (entry.Length < 0 || (unpacked += entry.Length) > Limits.ArchiveBytes || Limits.IsBomb(unpacked, packed))
                faults.Add(
                    $"'{label}' would unpack to more than {Limits.ArchiveBytes >> 30} GiB or {Limits.Ratio} times its size; "
                    + $"such archives are refused.");
            if (entry.Length < 0 || unpacked > Limits.ArchiveBytes || Limits.IsBomb(unpacked, packed) || faults.Count >= MostFaults) break;
            if (entry.FullName.EndsWith('/')) folders.Add(entry.FullName.TrimEnd('/'));
            else if (!IsByProduct(entry.FullName)) files.Add(new FileEntry(entry.FullName, entry.Length, entry.Open));
        }

        if (faults.Count > 0) throw new DataException(faults);
        folders.AddRange(files.Select(file => file.Name).Where(name => name.Contains('/')).Select(name => name[..name.LastIndexOf('/')]));
        return (files, [.. folders.Distinct()]);
    }

    private static Sentence? Fault(ZipArchiveEntry entry, string label, HashSet<string> names)
    {
        var shown = EntryNames.Shown(entry.FullName);
        if (EntryNames.InsideFault(entry.FullName, label) is { } outside) return outside;
        if (((entry.ExternalAttributes >> 16) & TypeMask) == LinkType) return $"'{label}' is refused whole: its entry '{shown}' is a link.";
        if (entry.IsEncrypted) return $"'{label}' is encrypted: its entry '{shown}' cannot be read.";
        if (!names.Add(entry.FullName)) return $"'{label}' is refused whole: it holds '{shown}' twice.";
        return null;
    }

    private static bool IsByProduct(string name) =>
        name.StartsWith("__MACOSX/", StringComparison.Ordinal) || name.StartsWith('.') || name.Contains("/.", StringComparison.Ordinal);
}
