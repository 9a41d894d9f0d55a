using Contracts;
using Engine.Numerics;

namespace Engine.Data.Sources;

/// <summary>Four idx files that make a set: MNIST, Fashion-MNIST and their kin.</summary>
internal static class IdxSet
{
    /// <summary>The files, without ".gz".</summary>
    public static readonly IReadOnlyList<string> Files =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>Reads the four files, or the two of the train split.</summary>
    /// <param name="read">Gives the bytes of one of <see cref="Files"/>, packed or not.</param>
    /// <param name="hasTest">Whether the two files of the test split are there; without them that split is empty.</param>
    /// <param name="made">Makes the set from shape, train pixels and labels, test pixels and labels.</param>
    public static RawImages Read(
        Func<string, byte[]> read, bool hasTest, Func<ImageShape, byte[], int[], byte[], int[], RawImages> made)
    {
        var train = Idx.Images(read(Files[0]), Files[0]);
        var trainLabels = Idx.Labels(read(Files[1]), Files[1]);
        var test = hasTest ? Idx.Images(read(Files[2]), Files[2]) : (Count: 0, train.Height, train.Width, Pixels: []);
        var testLabels = hasTest ? Idx.Labels(read(Files[3]), Files[3]) : [];
        List<Sentence> faults = [];
        if (train.Count != trainLabels.Length) faults.Add($"There are {train.Count} train images but {trainLabels.Length} train labels.");
        if (test.Count != testLabels.Length) faults.Add($"There are {test.Count} test images but {testLabels.Length} test labels.");
        if ((train.Height, train.Width) != (test.Height, test.Width))
            faults.Add($"Train images have {train.Height}×{train.Width} pixels, test images {test.Height}×{test.Width}.");
        if (faults.Count > 0) throw new DataException(faults);
        return made(new ImageShape(1, train.Height, train.Width), train.Pixels, trainLabels, test.Pixels, testLabels);
    }
}
