using Engine.Runs;

namespace Engine.Data.Sources;

/// <summary>Reads a folder or archive in whichever of the known layouts it is.</summary>
internal static class SetReader
{
    /// <summary>Reads it.</summary>
    /// <param name="path">Folder, zip, npz or tar.gz.</param>
    /// <param name="name">Name for a set whose files do not say what they are.</param>
    /// <param name="side">Side to resize image files to; 0 keeps them.</param>
    /// <param name="seeds">For a test split that has to be made.</param>
    public static RawImages Read(string path, string name, int side, Seeds seeds)
    {
        using var tree = FileTree.Open(path);
        if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)) return NpzSet.Read(tree, name, seeds);
        if (CifarSet.Layout(tree) is { } cifar) return CifarSet.Read(tree, cifar);
        if (TinyImageNet.Root(tree) is { } tiny) return TinyImageNet.Read(tree, tiny, side);
        if (IdxNames(tree, name) is { } idx) return ReadIdx(tree, idx, name, seeds);
        if (ImageFolder.Root(tree) is { } root) return ImageFolder.Read(tree, root, name, side, seeds);
        if (ImageFolder.ClassRoot(tree) is { } classes) return ImageFolder.ReadClasses(tree, classes, name, side, seeds);
        throw new DataException(
            $"'{tree.Label}' has none of the known layouts: train/CLASS/image or CLASS/image files (JPEG or PNG), "
            + $"the idx files of MNIST, CIFAR batches, Tiny ImageNet, or an npz file.");
    }

    private static RawImages ReadIdx(FileTree tree, Dictionary<string, FileEntry> files, string name, Seeds seeds)
    {
        var known = BuiltInSets.All.FirstOrDefault(set => set.Name == name);
        var hasTest = IdxSet.Files.All(files.ContainsKey);
        var raw = IdxSet.Read(Content, hasTest, (shape, trainPixels, trainLabels, testPixels, testLabels) => new RawImages
        {
            Name = name,
            Title = known?.Title ?? name,
            Licence = known?.Licence ?? "unknown",
            Shape = shape,
            Classes = known?.Classes is { Count: > 0 } names ? names : Numbered(trainLabels),
            TrainPixels = trainPixels,
            TrainLabels = trainLabels,
            TestPixels = testPixels,
            TestLabels = testLabels,
        });
        return hasTest ? raw : TestSplit.TakenFromTrain(raw, seeds);

        // A set that claims a known name must be it: the hash is that of the unpacked content, whoever packed it.
        byte[] Content(string file)
        {
            var content = Gzip.Unpacked(tree.Read(files[file]), files[file].Name);
            var published = known?.Downloads.FirstOrDefault(download => download.OfContent && download.File == file + ".gz");
            if (published is not null && !Hashes.Match(content, published.Sha256))
                throw new DataException(
                    $"'{files[file].Name}' of '{tree.Label}' is not the published file of {known!.Title}: its SHA-256 differs.");
            return content;
        }
    }

    private static List<string> Numbered(int[] labels) =>
        [.. Enumerable.Range(0, labels.DefaultIfEmpty(-1).Max() + 1).Select(c => $"class {c}")];

    // A set of one's own may bring the train split alone; one that claims a known name must be whole.
    private static Dictionary<string, FileEntry>? IdxNames(FileTree tree, string name)
    {
        Dictionary<string, FileEntry> found = [];
        foreach (var file in tree.Files)
        {
            var plain = file.BaseName.EndsWith(".gz", StringComparison.Ordinal) ? file.BaseName[..^3] : file.BaseName;
            found.TryAdd(plain.Replace(".idx", "-idx", StringComparison.Ordinal), file);
        }

        var isWhole = IdxSet.Files.All(found.ContainsKey);
        var isTrain = IdxSet.Files.Take(2).All(found.ContainsKey) && !IdxSet.Files.Skip(2).Any(found.ContainsKey);
        return isWhole || (isTrain && BuiltInSets.All.All(set => set.Name != name)) ? found : null;
    }
}
