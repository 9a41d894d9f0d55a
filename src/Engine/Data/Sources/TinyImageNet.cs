using Contracts;
using Engine.Numerics;

namespace Engine.Data.Sources;

/// <summary>
/// Tiny ImageNet as published: train/WNID/images, and val/images with the classes in val_annotations.txt, which is its test split here.
/// </summary>
/// <remarks>Some of its JPEGs are grey; they become three equal planes.</remarks>
internal static class TinyImageNet
{
    private const string Ids = "wnids.txt", Annotations = "val/val_annotations.txt";

    /// <summary>What precedes the names of such a tree; null when it is none.</summary>
    public static string? Root(FileTree tree)
    {
        var ids = tree.Files.FirstOrDefault(file => file.BaseName == Ids);
        var root = ids?.Name[..^Ids.Length];
        return root is not null && tree.Find(root + Annotations) is not null ? root : null;
    }

    /// <summary>Reads the set. Classes are in the order of wnids.txt.</summary>
    public static RawImages Read(FileTree tree, string root, int side)
    {
        var ids = TextFiles.Lines(tree, tree.Find(root + Ids)!);
        var labels = ids.Distinct().Select((id, label) => (id, label)).ToDictionary(pair => pair.id, pair => pair.label);
        List<Sentence> faults = [];
        var train = Train(tree, root, labels);
        faults.AddRange(
            labels.Where(id => train.All(file => file.Label != id.Value)).Select(Sentence (id) => $"Class '{id.Key}' has no image in train."));
        var test = Test(tree, root, labels, faults);
        if (faults.Count > 0) throw new DataException(faults);
        var decoded = new ImageFiles(tree, side).Decode(train, test);
        var known = BuiltInSets.TinyImageNet;
        return new RawImages
        {
            Name = known.Name,
            Title = known.Title,
            Licence = known.Licence,
            Shape = new ImageShape(3, decoded[0].Height, decoded[0].Width),
            Classes = Names(tree, root, ids),
            TrainPixels = decoded[0].Pixels,
            TrainLabels = decoded[0].Labels,
            TestPixels = decoded[1].Pixels,
            TestLabels = decoded[1].Labels,
            Notes = ["The validation images of Tiny ImageNet are the test split, since its test labels were never published."],
        };
    }

    private static List<LabelledFile> Train(FileTree tree, string root, Dictionary<string, int> labels)
    {
        List<LabelledFile> files = [];
        foreach (var file in tree.Files.Where(
            file => ImageDecoding.IsImage(file.Name) && file.Name.StartsWith(root + "train/", StringComparison.Ordinal)))
        {
            if (labels.TryGetValue(file.Name[(root.Length + "train/".Length)..].Split('/')[0], out var label))
            {
                files.Add(new LabelledFile(file, label));
            }
        }

        return files;
    }

    private static List<LabelledFile> Test(FileTree tree, string root, Dictionary<string, int> labels, List<Sentence> faults)
    {
        var images = tree.Files.Where(file => file.Name.StartsWith(root + "val/images/", StringComparison.Ordinal))
            .ToDictionary(file => file.BaseName);
        List<LabelledFile> files = [];
        foreach (var line in TextFiles.Lines(tree, tree.Find(root + Annotations)!))
        {
            var fields = line.Split('\t');
            if (fields.Length < 2 || !labels.TryGetValue(fields[1], out var label))
            {
                faults.Add($"{Annotations} has a line without a known class: '{EntryNames.Shown(line)}'.");
            }
            else if (!images.TryGetValue(fields[0], out var file))
            {
                faults.Add($"{Annotations} names '{EntryNames.Shown(fields[0])}', which is missing.");
            }
            else files.Add(new LabelledFile(file, label));
        }

        return files;
    }

    private static List<string> Names(FileTree tree, string root, IReadOnlyList<string> ids)
    {
        if (tree.Find(root + "words.txt") is not { } words) return [.. ids.Distinct()];
        var wanted = ids.ToHashSet();
        var names = TextFiles.Lines(tree, words).Select(line => line.Split('\t'))
            .Where(fields => fields.Length > 1 && wanted.Contains(fields[0]))
            .DistinctBy(fields => fields[0]).ToDictionary(fields => fields[0], fields => fields[1].Split(',')[0]);
        return [.. ids.Distinct().Select(id => names.GetValueOrDefault(id, id))];
    }
}
