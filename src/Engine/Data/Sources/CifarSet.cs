using Engine.Numerics;

namespace Engine.Data.Sources;

/// <summary>
/// CIFAR-10 and CIFAR-100 in both published forms: binary records and Python pickles. CIFAR-100 is read with its fine labels.
/// </summary>
internal static class CifarSet
{
    private const int Pixels = 3 * 32 * 32;

    /// <summary>Where the files of a CIFAR set lie in a tree; null when there is none.</summary>
    public static CifarLayout? Layout(FileTree tree)
    {
        foreach (var file in tree.Files)
        {
            var folder = file.Name[..^file.BaseName.Length];
            if (file.BaseName == "data_batch_1.bin" && Has(folder + "test_batch.bin")) return new(folder, 10, IsPickle: false);
            if (file.BaseName == "data_batch_1" && Has(folder + "test_batch")) return new(folder, 10, IsPickle: true);
            if (file.BaseName == "train.bin" && Has(folder + "test.bin")) return new(folder, 100, IsPickle: false);
            if (file.BaseName == "train" && Has(folder + "test") && Has(folder + "meta")) return new(folder, 100, IsPickle: true);
        }

        return null;

        bool Has(string name) => tree.Find(name) is not null;
    }

    /// <summary>Reads the set.</summary>
    public static RawImages Read(FileTree tree, CifarLayout layout)
    {
        var suffix = layout.IsPickle ? "" : ".bin";
        var batches = layout.Classes == 100 ? ["train"] : Enumerable.Range(1, 5).Select(i => $"data_batch_{i}").ToArray();
        var (trainPixels, trainLabels) = Joined(batches.Select(name => Batch(tree, layout, name + suffix)).ToList());
        var (testPixels, testLabels) = Batch(tree, layout, layout.Classes == 100 ? "test" + suffix : "test_batch" + suffix);
        var known = layout.Classes == 100 ? BuiltInSets.Cifar100 : BuiltInSets.Cifar10;
        return new RawImages
        {
            Name = known.Name,
            Title = known.Title,
            Licence = known.Licence,
            Shape = new ImageShape(3, 32, 32),
            Classes = known.Classes.Count > 0 ? known.Classes : FineNames(tree, layout),
            TrainPixels = trainPixels,
            TrainLabels = trainLabels,
            TestPixels = testPixels,
            TestLabels = testLabels,
        };
    }

    private static (byte[] Pixels, int[] Labels) Batch(FileTree tree, CifarLayout layout, string name)
    {
        var file = tree.Find(layout.Folder + name)
            ?? throw new DataException($"'{tree.Label}' lacks '{name}' beside its other CIFAR files.");
        var bytes = tree.Read(file);
        return layout.IsPickle ? PickledBatch(bytes, file.Name, layout) : Records(bytes, file.Name, layout);
    }

    // One byte per label (CIFAR-100: coarse, then fine), then the planar pixels.
    private static (byte[] Pixels, int[] Labels) Records(byte[] bytes, string name, CifarLayout layout)
    {
        var labelBytes = layout.Classes == 100 ? 2 : 1;
        var record = labelBytes + Pixels;
        if (bytes.Length == 0 || bytes.Length % record != 0)
            throw new DataException($"'{name}' has {bytes.Length} bytes, which is no whole number of records of {record} bytes.");
        var count = bytes.Length / record;
        var pixels = new byte[count * Pixels];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = bytes[(i * record) + labelBytes - 1];
            if (labels[i] >= layout.Classes)
            {
                throw new DataException(
                    $"'{name}' has label {labels[i]} at byte {(i * record) + labelBytes - 1}; labels go from 0 to {layout.Classes - 1}.");
            }

            bytes.AsSpan((i * record) + labelBytes, Pixels).CopyTo(pixels.AsSpan(i * Pixels));
        }

        return (pixels, labels);
    }

    private static (byte[] Pixels, int[] Labels) PickledBatch(byte[] bytes, string name, CifarLayout layout)
    {
        if (NumpyPickle.Read(bytes, name) is not Dictionary<string, object?> batch)
            throw new DataException($"'{name}' holds no dictionary.");
        if (batch.GetValueOrDefault("data") is not NumpyArray { Descr: "|u1" or "u1", Shape: [var count, Pixels] } data)
            throw new DataException($"'{name}' holds no array 'data' of bytes with {Pixels} columns.");
        var key = layout.Classes == 100 ? "fine_labels" : "labels";
        if (batch.GetValueOrDefault(key) is not List<object?> list || list.Count != count
            || list.Any(label => label is not long value || value < 0 || value >= layout.Classes))
            throw new DataException($"'{name}' holds no list '{key}' of {count} whole numbers from 0 to {layout.Classes - 1}.");
        return (data.Data, [.. list.Select(label => (int)(long)label!)]);
    }

    private static (byte[] Pixels, int[] Labels) Joined(List<(byte[] Pixels, int[] Labels)> parts)
    {
        var pixels = new byte[parts.Sum(part => (long)part.Pixels.Length)];
        var offset = 0;
        foreach (var part in parts)
        {
            part.Pixels.CopyTo(pixels, offset);
            offset += part.Pixels.Length;
        }

        return (pixels, [.. parts.SelectMany(part => part.Labels)]);
    }

    private static IReadOnlyList<string> FineNames(FileTree tree, CifarLayout layout)
    {
        var names = layout.IsPickle ? PickledNames(tree, layout) : TextNames(tree, layout);
        return names.Count == layout.Classes ? names : [.. Enumerable.Range(0, layout.Classes).Select(c => $"class {c}")];
    }

    private static IReadOnlyList<string> TextNames(FileTree tree, CifarLayout layout) =>
        tree.Find(layout.Folder + "fine_label_names.txt") is { } file ? TextFiles.Lines(tree, file) : [];

    private static IReadOnlyList<string> PickledNames(FileTree tree, CifarLayout layout)
    {
        var file = tree.Find(layout.Folder + "meta")!;
        var meta = NumpyPickle.Read(tree.Read(file), file.Name) as Dictionary<string, object?>;
        return meta?.GetValueOrDefault("fine_label_names") is List<object?> names ? [.. names.Select(NumpyPickle.Text)] : [];
    }
}

/// <summary>Where the files of a CIFAR set lie and in which form.</summary>
internal sealed record CifarLayout(string Folder, int Classes, bool IsPickle);
