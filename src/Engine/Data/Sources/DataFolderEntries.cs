namespace Engine.Data.Sources;

/// <summary>Something in a data folder that may be a set.</summary>
/// <param name="Name">Its name in a spec: without the suffix of an archive.</param>
/// <param name="FileName">Its name on disk.</param>
/// <param name="Path">Where it is.</param>
internal sealed record DataFolderEntry(string Name, string FileName, string Path);

/// <summary>What lies in the data folders. Names from outside only ever select from this list; they never make a path.</summary>
internal static class DataFolderEntries
{
    private static readonly string[] Suffixes = [".tar.gz", ".tgz", ".tar", ".zip", ".npz"];

    /// <summary>Suffix of a tensor that PyTorch stored: part of a synthetic set, never a real set.</summary>
    public const string TorchSuffix = ".pt";

    /// <summary>Suffix of a network's weights: a teacher, never a set.</summary>
    public const string WeightsSuffix = ".safetensors";

    /// <summary>Suffixes of files that may hold a synthetic set, a part of one, or the weights of a teacher.</summary>
    public static IReadOnlyList<string> SetSuffixes { get; } = [.. Suffixes, TorchSuffix, WeightsSuffix];

    /// <summary>All entries, folder by folder; of equal names the first folder's counts.</summary>
    public static IReadOnlyList<DataFolderEntry> List(IReadOnlyList<string> folders) => List(folders, Suffixes);

    /// <summary>All entries that may hold a synthetic set, a part of one, or the weights of a teacher.</summary>
    public static IReadOnlyList<DataFolderEntry> ListSets(IReadOnlyList<string> folders) => List(folders, SetSuffixes);

    /// <summary>The entry that a user named, with or without the suffix of an archive; null when there is none.</summary>
    /// <exception cref="DataException">The name is none that an entry can have.</exception>
    public static DataFolderEntry? Find(IReadOnlyList<string> folders, string name)
    {
        CheckPlain(name);
        var entries = List(folders);
        return entries.FirstOrDefault(entry => entry.FileName == name) ?? entries.FirstOrDefault(entry => entry.Name == name);
    }

    /// <summary>The entry of <see cref="ListSets"/> that a user named in full.</summary>
    /// <exception cref="DataException">The name is none that an entry can have, or there is none of it.</exception>
    public static DataFolderEntry FindSet(IReadOnlyList<string> folders, string name)
    {
        CheckPlain(name);
        return ListSets(folders).FirstOrDefault(entry => entry.FileName == name)
            ?? throw new DataException($"No data folder has an entry '{name}' that may hold a set.");
    }

    private static void CheckPlain(string name)
    {
        if (!EntryNames.IsPlain(name))
            throw new DataException($"'{EntryNames.Shown(name)}' is no plain name of an entry of a data folder.");
    }

    private static IReadOnlyList<DataFolderEntry> List(IReadOnlyList<string> folders, IReadOnlyList<string> suffixes) =>
        [.. folders.Where(Directory.Exists).SelectMany(folder => InFolder(folder, suffixes)).DistinctBy(entry => entry.FileName)];

    private static IEnumerable<DataFolderEntry> InFolder(string folder, IReadOnlyList<string> suffixes) =>
        new DirectoryInfo(folder).EnumerateFileSystemInfos()
            .Where(info => EntryNames.IsPlain(info.Name) && IsCandidate(info, suffixes) && StaysInside(info, folder))
            .Select(info => new DataFolderEntry(Bare(info.Name), info.Name, info.FullName))
            .OrderBy(entry => entry.FileName, StringComparer.Ordinal);

    private static bool IsCandidate(FileSystemInfo info, IReadOnlyList<string> suffixes) =>
        info is DirectoryInfo || suffixes.Any(suffix => info.Name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    private static bool StaysInside(FileSystemInfo info, string folder)
    {
        if (info.LinkTarget is null) return true;
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        return info.ResolveLinkTarget(returnFinalTarget: true) is { } target && target.FullName.StartsWith(root, StringComparison.Ordinal);
    }

    private static string Bare(string name)
    {
        var suffix = Suffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
        return suffix is null ? name : name[..^suffix.Length];
    }
}
