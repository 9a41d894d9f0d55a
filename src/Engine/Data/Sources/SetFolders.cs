using Contracts;
using Engine.Numerics;

namespace Engine.Data.Sources;

/// <summary>
/// A synthetic set as PNG or JPEG files in class folders, train/CLASS/image or CLASS/image, in a folder or an archive. The pixels are
/// 8-bit and clipped: a set that was learned as real numbers loses what lay beyond.
/// </summary>
internal static class SetFolders
{
    private sealed record Found(string Folder, int Label, IReadOnlyList<FileEntry> Files);

    /// <summary>Reads the set; class folders are matched to the classes by name.</summary>
    /// <param name="path">The folder or archive.</param>
    /// <param name="classes">Names of the classes, in the order of the labels.</param>
    /// <param name="channels">1 for grey images, 3 for colour.</param>
    public static SetParts Read(string path, IReadOnlyList<string> classes, int channels)
    {
        using var tree = FileTree.Open(path);
        var folders = Folders(tree, Prefix(tree), classes);
        Check(tree.Label, folders, classes);
        var files = folders.SelectMany(folder => folder.Files.Select(file => new LabelledFile(file, folder.Label))).ToList();
        var decoded = new ImageFiles(tree, side: 0).Decode(files)[0];
        var isGrey = channels == 1 && decoded.AllGrey;
        return new SetParts
        {
            Label = tree.Label,
            Shape = new ImageShape(isGrey ? 1 : 3, decoded.Height, decoded.Width),
            Pixels = ImageFiles.Planes(decoded, isGrey),
            Labels = new SetLabels(decoded.Labels, null),
        };
    }

    // What precedes the class folders: those of train where there are such, else the folder that all images lie in two levels above.
    private static string Prefix(FileTree tree)
    {
        if (ImageFolder.Root(tree) is { } root) return root + "train/";
        var above = tree.Files.Where(file => ImageDecoding.IsImage(file.Name)).Select(file => file.Name.Split('/'))
            .Where(parts => parts.Length > 1).Select(parts => string.Concat(parts[..^2].Select(part => part + "/"))).Distinct().ToList();
        return above.Count == 1 ? above[0]
            : throw new DataException(
                $"'{tree.Label}' is no tree of class folders: images must be at CLASS/image or train/CLASS/image (PNG or JPEG).");
    }

    private static List<Found> Folders(FileTree tree, string prefix, IReadOnlyList<string> classes) =>
        [.. tree.Files.Where(file => file.Name.StartsWith(prefix, StringComparison.Ordinal) && ImageDecoding.IsImage(file.Name))
            .Select(file => (File: file, Parts: file.Name[prefix.Length..].Split('/'))).Where(file => file.Parts.Length == 2)
            .GroupBy(file => file.Parts[0], file => file.File)
            .Select(folder => new Found(folder.Key, ClassFolders.Find(folder.Key, classes), [.. folder]))];

    private static void Check(string label, List<Found> folders, IReadOnlyList<string> classes)
    {
        List<Sentence> faults = [];
        var unknown = folders.Where(folder => folder.Label < 0).Select(folder => folder.Folder).ToList();
        if (unknown.Count > 0)
            faults.Add(
                $"Folders of '{label}' that mean no class of the real set: {Listed(unknown)}. Its classes are: {Listed(classes)}. "
                + $"Name each folder as its class.");
        faults.AddRange(folders.Where(folder => folder.Label >= 0).GroupBy(folder => folder.Label).Where(same => same.Count() > 1)
            .Select(same => (Class: classes[same.Key], Names: Listed(same.Select(folder => folder.Folder))))
            .Select(Sentence (same) => $"Folders of '{label}' mean the same class '{same.Class}': {same.Names}."));
        if (faults.Count > 0) throw new DataException(faults);
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Take(100).Select(EntryNames.Shown));
}
