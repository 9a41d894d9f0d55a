using Contracts;
using Engine.Data.Sources;

namespace Engine.Data;

/// <summary>Synthetic sets from elsewhere, in the data folders.</summary>
public static class ImportedSets
{
    /// <summary>Every entry of the data folders that may hold a set. No file is opened.</summary>
    public static IReadOnlyList<SetEntry> List(EngineSettings settings) =>
        [.. DataFolderEntries.ListSets(settings.DataFolders).Select(entry => new SetEntry(entry.FileName, Kind(entry), Size(entry)))];

    private static string Kind(DataFolderEntry entry) =>
        Directory.Exists(entry.Path) ? "folder"
        : entry.FileName.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) ? "npz"
        : entry.FileName.EndsWith(DataFolderEntries.TorchSuffix, StringComparison.OrdinalIgnoreCase) ? "pt"
        : "archive";

    private static long Size(DataFolderEntry entry) => File.Exists(entry.Path) ? new FileInfo(entry.Path).Length : 0;
}
