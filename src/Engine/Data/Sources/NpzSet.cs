using Contracts;
using Engine.Numerics;
using Engine.Runs;

namespace Engine.Data.Sources;

/// <summary>A set in one .npz: images as N×C×H×W, N×H×W×C or N×H×W, labels as whole numbers, with or without a test split.</summary>
internal static class NpzSet
{
    private const int MostClasses = 10_000;

    /// <summary>Names that an array of images may have, the first found counts.</summary>
    internal static readonly string[] TrainImages = ["x_train", "train_images", "train_x", "images", "x"];

    /// <summary>Names that an array of labels may have, the first found counts.</summary>
    internal static readonly string[] TrainLabels = ["y_train", "train_labels", "train_y", "labels", "y"];

    private static readonly string[] TestImages = ["x_test", "test_images", "test_x"];
    private static readonly string[] TestLabels = ["y_test", "test_labels", "test_y"];

    /// <summary>Reads the set.</summary>
    public static RawImages Read(FileTree tree, string name, Seeds seeds)
    {
        if (Array(tree, TrainImages) is not { } images || Array(tree, TrainLabels) is not { } labels)
        {
            var present = string.Join(", ", tree.Files.Select(file => EntryNames.Shown(file.Name)).Take(20));
            throw new DataException(
                $"'{tree.Label}' needs images ({string.Join(", ", TrainImages)}) "
                + $"and labels ({string.Join(", ", TrainLabels)}); it holds: {present}.");
        }

        var shape = Shape(images);
        var trainLabels = labels.ToLabels();
        var (testImages, testLabels) = (Array(tree, TestImages), Array(tree, TestLabels)?.ToLabels());
        List<Sentence> faults = [];
        if (testImages is null != testLabels is null) faults.Add($"'{tree.Label}' has only one of test images and test labels.");
        if (testImages is not null && Shape(testImages) != shape)
        {
            faults.Add($"Train images of '{tree.Label}' are {shape}, test images {Shape(testImages)}.");
        }

        if (trainLabels.Length != images.Shape[0])
        {
            faults.Add($"'{tree.Label}' has {images.Shape[0]} train images but {trainLabels.Length} labels.");
        }

        var classes = trainLabels.Concat(testLabels ?? []).DefaultIfEmpty(-1).Max() + 1;
        if (classes > MostClasses) faults.Add($"'{tree.Label}' has labels up to {classes - 1}; at most {MostClasses} classes are read.");
        if (faults.Count > 0) throw new DataException(faults);
        var raw = new RawImages
        {
            Name = name,
            Title = name,
            Shape = shape,
            Classes = [.. Enumerable.Range(0, classes).Select(c => $"class {c}")],
            TrainPixels = Planar(images.ToPixels(), images, shape),
            TrainLabels = trainLabels,
            TestPixels = testImages is null ? [] : Planar(testImages.ToPixels(), testImages, shape),
            TestLabels = testLabels ?? [],
            Notes = images.Descr == "u1" ? [] : ["Real-valued pixels were rounded to 256 steps."],
        };
        return testImages is null ? TestSplit.TakenFromTrain(raw, seeds) : raw;
    }

    /// <summary>The array of the first of these names that there is; null when there is none.</summary>
    internal static Npy? Array(FileTree tree, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var file = tree.Files.FirstOrDefault(file => string.Equals(file.Name, name + ".npy", StringComparison.OrdinalIgnoreCase));
            if (file is not null) return Npy.Read(tree.Read(file), $"{file.Name} of {tree.Label}");
        }

        return null;
    }

    // Channels first where both readings are possible: that is the layout of the set's own exports.
    private static bool IsChannelsLast(IReadOnlyList<int> sides) => sides.Count == 4 && sides[1] is not (1 or 3);

    /// <summary>Shape of one image of an array.</summary>
    /// <exception cref="DataException">The array is none of images.</exception>
    internal static ImageShape Shape(Npy images) => images.Shape switch
    {
        [_, var height, var width] => new ImageShape(1, height, width),
        [_, 1 or 3, var height, var width] => new ImageShape(images.Shape[1], height, width),
        [_, var height, var width, 1 or 3] => new ImageShape(images.Shape[3], height, width),
        _ => throw new DataException(
            $"'{images.Name}' has shape {string.Join("×", images.Shape)}; images are N×C×H×W, N×H×W×C or N×H×W with 1 or 3 channels."),
    };

    /// <summary>Values of an array of images, one channel after the other.</summary>
    internal static T[] Planar<T>(T[] values, Npy images, ImageShape shape)
    {
        if (!IsChannelsLast(images.Shape) || shape.Channels == 1) return values;
        var planar = new T[values.Length];
        var plane = shape.Height * shape.Width;
        for (int start = 0; start < values.Length; start += shape.Size)
        {
            for (var i = 0; i < plane; i++)
            {
                for (var c = 0; c < shape.Channels; c++) planar[start + (c * plane) + i] = values[start + (i * shape.Channels) + c];
            }
        }

        return planar;
    }
}
