using System.IO.Enumeration;

namespace Engine.Data.Sources;

/// <summary>The files of a folder of the disk.</summary>
internal static class FolderFiles
{
    /// <summary>Lists them. Links are refused: they could lead anywhere.</summary>
    public static FileTree Open(string path, Func<IEnumerable<FileEntry>, IEnumerable<string>, IDisposable?, FileTree> made)
    {
        var root = Path.GetFullPath(path);
        List<FileEntry> files = [];
        List<string> folders = [];
        foreach (var (full, length, isFolder, isLink) in Entries(root))
        {
            var name = Path.GetRelativePath(root, full).Replace(Path.DirectorySeparatorChar, '/');
            if (isLink)
            {
                throw new DataException(
                    $"'{EntryNames.Shown(name)}' in the folder '{Path.GetFileName(root)}' is a link; links are not followed.");
            }

            if (isFolder) folders.Add(name);
            else files.Add(new FileEntry(name, length, () => File.OpenRead(full)));
            if (files.Count + folders.Count > Limits.Entries)
                throw new DataException($"The folder '{Path.GetFileName(root)}' holds more than {Limits.Entries} files.");
        }

        return made(files, folders, null);
    }

    private static FileSystemEnumerable<(string Full, long Length, bool IsFolder, bool IsLink)> Entries(string root) =>
        new(root, (ref FileSystemEntry entry) => (entry.ToFullPath(), entry.Length, entry.IsDirectory, IsLink(ref entry)),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 8 })
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry),
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.FileName.StartsWith('.'),
        };

    private static bool IsLink(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;
}
