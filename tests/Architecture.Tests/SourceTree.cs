namespace Architecture.Tests;

/// <summary>The checked-out sources, found upwards from where the tests run.</summary>
internal static class SourceTree
{
    private static readonly string[] MadeByTools = ["bin", "obj", "node_modules", "lib"];

    public static string Root { get; } = FindRoot();

    /// <summary>Files under src that people wrote.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } = Read("src", "*.cs", "*.razor");

    /// <summary>Project files under src.</summary>
    public static IReadOnlyList<SourceFile> Projects { get; } = Read("src", "*.csproj");

    private static List<SourceFile> Read(string folder, params string[] patterns) =>
    [
        .. patterns.SelectMany(pattern => Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(MadeByTools.Contains))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Dashboard.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("Dashboard.sln is in no folder above the tests.");
    }
}
