using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Server.RealData;

/// <summary>The files of a folder of the server, for a copy. Links are refused: they could lead anywhere.</summary>
internal static class FolderDelivery
{
    private const int MostFiles = 200_000, MostFaults = 100, MostDepth = 8;

    /// <summary>The delivery; or every fault of the names in the folder.</summary>
    public static (DataDelivery? Delivery, IReadOnlyList<Sentence> Faults) Of(DataSetRegistration asked, string path)
    {
        if (File.Exists(path))
        {
            var (one, fault) = DataDelivery.Of(asked, "folder", path, [Entry(path, Path.GetFileName(path))]);
            return (one, fault is null ? [] : [fault]);
        }

        List<DataSetFile> files = [];
        List<Sentence> faults = [];
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = MostDepth };
        foreach (var info in new DirectoryInfo(path).EnumerateFileSystemInfos("*", options))
        {
            var name = Path.GetRelativePath(path, info.FullName);
            if (name.Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.'))) continue;
            if (info.LinkTarget is not null) faults.Add($"'{Shown(name)}' is a link; links are not followed.");
            else if (name.Any(char.IsControl)) faults.Add($"'{Shown(name)}' has control characters in its name.");
            else if (info is FileInfo file) files.Add(Entry(file.FullName, name));
            if (files.Count > MostFiles) faults.Add($"The folder holds more than {MostFiles:N0} files.");
            if (faults.Count >= MostFaults || files.Count > MostFiles) break;
        }

        if (files.Count == 0 && faults.Count == 0) faults.Add("The folder holds no file.");
        return faults.Count > 0 ? (null, faults) : (new DataDelivery(asked, "folder", path, "", files), []);
    }

    /// <summary>Pipes and devices have no length, and are never read: they may wait, or go on, for ever.</summary>
    private static DataSetFile Entry(string path, string name) =>
        new(name, new FileInfo(path).Length, _ => new FileInfo(path).Length == 0 ? Stream.Null : RegularFile.Open(path));

    private static string Shown(string name) => string.Concat(name.Select(c => char.IsControl(c) ? '\uFFFD' : c));
}
