using Contracts;
using Engine.Numerics;
using Engine.Runs;

namespace Engine.Data.Sources;

/// <summary>
/// The layout that most people have: train/CLASS/image and test/CLASS/image (or val/), JPEG or PNG, in a folder or an archive; or the class
/// folders alone, CLASS/image, whose test split is made.
/// </summary>
internal static class ImageFolder
{
    /// <summary>What precedes "train/" in the names of such a tree; null when it is none.</summary>
    public static string? Root(FileTree tree)
    {
        foreach (var file in tree.Files)
        {
            var parts = file.Name.Split('/');
            if (parts.Length is 3 or 4 && parts[^3] == "train" && ImageDecoding.IsImage(file.Name))
            {
                return parts.Length == 3 ? "" : parts[0] + "/";
            }
        }

        return null;
    }

    /// <summary>What precedes the class folders of a tree that has nothing but those; null when it is none.</summary>
    public static string? ClassRoot(FileTree tree)
    {
        var images = tree.Files.Where(file => ImageDecoding.IsImage(file.Name)).Select(file => file.Name.Split('/')).ToList();
        if (images.Count == 0 || images.Any(parts => parts.Length is not (2 or 3))) return null;
        var roots = images.Select(parts => parts.Length == 2 ? "" : parts[0] + "/").Distinct().ToList();
        return roots.Count == 1 && images.Select(parts => parts[^2]).Distinct().Count() > 1 ? roots[0] : null;
    }

    /// <summary>Reads a tree of train and test. Classes are the folders of train, in ordinal order of their names.</summary>
    public static RawImages Read(FileTree tree, string root, string name, int side, Seeds seeds)
    {
        var testName = Subfolders(tree, root + "test/").Count > 0 ? "test/" : "val/";
        return Read(tree, root + "train/", root + testName, name, side, seeds);
    }

    /// <summary>Reads a tree of class folders.</summary>
    public static RawImages ReadClasses(FileTree tree, string root, string name, int side, Seeds seeds) =>
        Read(tree, root, null, name, side, seeds);

    private static RawImages Read(FileTree tree, string trainRoot, string? testRoot, string name, int side, Seeds seeds)
    {
        var classes = Subfolders(tree, trainRoot);
        List<Sentence> faults = [];
        var train = Files(tree, trainRoot, classes, "train", faults);
        var test = testRoot is null ? [] : Files(tree, testRoot, classes, testRoot.TrimEnd('/').Split('/')[^1], faults);
        if (faults.Count > 0) throw new DataException(faults);
        var decoded = new ImageFiles(tree, side).Decode(train, test);
        var grey = decoded.All(split => split.AllGrey);
        var raw = new RawImages
        {
            Name = name,
            Title = name,
            Classes = classes,
            Shape = new ImageShape(grey ? 1 : 3, decoded[0].Height, decoded[0].Width),
            TrainPixels = ImageFiles.Planes(decoded[0], grey),
            TrainLabels = decoded[0].Labels,
            TestPixels = ImageFiles.Planes(decoded[1], grey),
            TestLabels = decoded[1].Labels,
            Notes = side > 0 ? [$"Images of other sizes than {side}×{side} were {Resampling.Told}."] : [],
        };
        return test.Count > 0 ? raw : TestSplit.TakenFromTrain(raw, seeds);
    }

    private static List<string> Subfolders(FileTree tree, string prefix) =>
        [.. tree.Folders.Concat(tree.Files.Select(file => file.Name[..Math.Max(0, file.Name.LastIndexOf('/'))]))
            .Where(folder => folder.StartsWith(prefix, StringComparison.Ordinal) && folder.Length > prefix.Length)
            .Select(folder => folder[prefix.Length..].Split('/')[0]).Distinct().Order(StringComparer.Ordinal)];

    private static List<LabelledFile> Files(FileTree tree, string prefix, List<string> classes, string split, List<Sentence> faults)
    {
        var labels = classes.Select((folder, label) => (folder, label)).ToDictionary(pair => pair.folder, pair => pair.label);
        var counts = new int[classes.Count];
        List<LabelledFile> files = [];
        foreach (var file in tree.Files.Where(
            file => file.Name.StartsWith(prefix, StringComparison.Ordinal) && ImageDecoding.IsImage(file.Name)))
        {
            var parts = file.Name[prefix.Length..].Split('/');
            if (parts.Length != 2 || !labels.TryGetValue(parts[0], out var label)) continue;
            files.Add(new LabelledFile(file, label));
            counts[label]++;
        }

        var present = Subfolders(tree, prefix);
        faults.AddRange(present.Where(folder => !labels.ContainsKey(folder))
            .Select(Sentence (folder) => $"Class '{EntryNames.Shown(folder)}' is in {split} but not in train."));
        if (present.Count > 0)
            faults.AddRange(classes.Where((_, c) => counts[c] == 0)
                .Select(Sentence (folder) => $"Class '{EntryNames.Shown(folder)}' has no JPEG or PNG image in {split}."));
        return files;
    }
}
