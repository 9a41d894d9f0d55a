using Contracts;
using Engine.Data.Sources;

namespace Engine.Data;

/// <summary>Synthetic sets from elsewhere, in the data folders and among the uploads.</summary>
public static class ImportedSets
{
    /// <summary>Every entry of these folders that may hold a set or a teacher. No file is opened.</summary>
    public static IReadOnlyList<SetEntry> List(EngineSettings settings) =>
        [.. DataFolderEntries.ListSets(settings.AllSetFolders).Select(entry => new SetEntry(entry.FileName, Kind(entry), Size(entry)))];

    /// <summary>Where the entry of a name lies.</summary>
    /// <exception cref="DataException">No data folder has such an entry.</exception>
    internal static string PathOf(EngineSettings settings, string fileName) =>
        DataFolderEntries.FindSet(settings.AllSetFolders, fileName).Path;

    private static string Kind(DataFolderEntry entry) =>
        Directory.Exists(entry.Path) ? "folder"
        : entry.FileName.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) ? "npz"
        : entry.FileName.EndsWith(DataFolderEntries.TorchSuffix, StringComparison.OrdinalIgnoreCase) ? "pt"
        : entry.FileName.EndsWith(DataFolderEntries.WeightsSuffix, StringComparison.OrdinalIgnoreCase) ? "weights"
        : "archive";

    private static long Size(DataFolderEntry entry) => File.Exists(entry.Path) ? new FileInfo(entry.Path).Length : 0;
}
