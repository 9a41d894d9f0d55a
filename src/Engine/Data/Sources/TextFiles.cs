using System.Text;

namespace Engine.Data.Sources;

/// <summary>Small text files beside images: class names, annotations.</summary>
internal static class TextFiles
{
    private const long Most = 64L << 20;

    /// <summary>The lines that say something.</summary>
    public static IReadOnlyList<string> Lines(FileTree tree, FileEntry file) =>
        [.. Encoding.UTF8.GetString(tree.Read(file, Most)).Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0)];
}
