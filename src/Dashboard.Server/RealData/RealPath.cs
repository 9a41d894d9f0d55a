namespace Dashboard.Server.RealData;

/// <summary>Where a path leads once every link in it is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path without links; parts that are not there stay as they are.</summary>
    public static string Of(string full) => Of(full, MostLinks);

    private static string Of(string full, int links)
    {
        var current = Path.GetPathRoot(full) ?? "";
        foreach (var part in full[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            current = Path.Combine(current, part);
            FileSystemInfo info = Directory.Exists(current) ? new DirectoryInfo(current) : new FileInfo(current);
            if (info.LinkTarget is not { } target) continue;
            if (links == 0) return "";
            current = Of(Path.GetFullPath(target, Path.GetDirectoryName(current)!), links - 1);
        }

        return current;
    }
}
