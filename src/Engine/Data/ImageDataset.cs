using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Contracts;
using Engine.Numerics;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Data;

/// <summary>A real set, preprocessed and whole on one device: train, a locked validation split, and test.</summary>
/// <remarks>
/// The validation images are drawn per class from the train set and are in no other split. Whoever selects something (an epoch, an option)
/// asks them; the test images answer once, at the end. Owns its tensors: no dispose scope frees them, <see cref="Dispose"/> does.
/// </remarks>
internal sealed class ImageDataset : IDisposable
{
    private const int Chunk = 4_096;

    private ImageDataset(RawImages raw, Preprocessing preprocessing)
    {
        (Name, Title, Shape, Classes) = (raw.Name, raw.Title, raw.Shape, raw.Classes);
        (Found, Mini, Notes, Preprocessing) = (raw.Found, raw.Mini, raw.Notes, preprocessing);
    }

    /// <summary>Name as in a spec; the set that was really loaded, not the one that was asked for.</summary>
    public string Name { get; }

    /// <summary>For people.</summary>
    public string Title { get; }

    /// <summary>Shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>Names of the classes, in the order of the labels.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Where the set was found: "system", "data folder", "embedded", …</summary>
    public string Found { get; }

    /// <summary>Whether this is the embedded mini set.</summary>
    public bool Mini { get; }

    /// <summary>What the user should know about the set.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What was done to the pixels, fitted on the whole train set as the field does. Disposed with the set.</summary>
    public Preprocessing Preprocessing { get; }

    /// <summary>Images to distil from and to train on.</summary>
    public required LabelledImages Train { get; init; }

    /// <summary>SHA-256 of all that decides <see cref="Train"/> but the name of the preprocessing: pixels, labels and split.</summary>
    public required string TrainHash { get; init; }

    /// <summary>Images for every selection; none when the spec's fraction is 0.</summary>
    public required LabelledImages Validation { get; init; }

    /// <summary>Images for the score.</summary>
    public required LabelledImages Test { get; init; }

    /// <summary>Indices into <see cref="Train"/> of each class, ascending.</summary>
    public required IReadOnlyList<long[]> TrainIndices { get; init; }

    /// <summary>Draws train images class by class.</summary>
    public required ClassSampler Sampler { get; init; }

    /// <summary>Puts a raw set on a device.</summary>
    /// <param name="raw">The set as found.</param>
    /// <param name="spec">Preprocessing, validation fraction and limit per class.</param>
    /// <param name="seeds">Seeds of the run; the streams "validation" and "train" are used.</param>
    /// <param name="device">Where the tensors live.</param>
    /// <exception cref="DataException">The set is faulty or empty somewhere; all faults are told.</exception>
    public static ImageDataset From(RawImages raw, DataSpec spec, Seeds seeds, Device device)
    {
        RawImagesCheck.Throw(raw);
        var split = TrainSplit.Draw(raw.TrainLabels, raw.Classes, spec, seeds);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var preprocessing = Fitted(raw, spec.Preprocessing, device);
        var train = Labelled(raw.TrainPixels, raw.TrainLabels, split.Train, raw.Shape, preprocessing, device);
        var byClass = ByClass(split.Train, raw);
        return new ImageDataset(raw, preprocessing)
        {
            Train = train,
            TrainHash = Hashed(raw, split),
            Validation = Labelled(raw.TrainPixels, raw.TrainLabels, split.Validation, raw.Shape, preprocessing, device),
            Test = Labelled(
                raw.TestPixels, raw.TestLabels, [.. Enumerable.Range(0, raw.TestLabels.Length)], raw.Shape, preprocessing, device),
            TrainIndices = byClass,
            Sampler = new ClassSampler(train, byClass),
        };
    }

    /// <summary>Real images per class of a batch: a class with fewer gives all it has.</summary>
    public int RealBatch(int wanted) => Math.Min(wanted, TrainIndices.Min(members => members.Length));

    /// <summary>Checks that every class has so many train images.</summary>
    /// <exception cref="DataException">One fault per class that is too small.</exception>
    public void CheckImagesPerClass(int imagesPerClass)
    {
        var faults = TrainIndices.Select((members, c) => (members.Length, Class: Classes[c])).Where(c => c.Length < imagesPerClass)
            .Select(Sentence (c) => $"{imagesPerClass} images per class were asked for, "
                + $"but class '{c.Class}' of '{Name}' has {c.Length} train images.")
            .ToList();
        if (faults.Count > 0) throw new DataException(faults);
    }

    /// <summary>Checks that every class has as many train images as the set that a random control is to match.</summary>
    /// <exception cref="DataException">One fault per class that is too small.</exception>
    public void CheckImagesPerClass(IReadOnlyList<int> imagesOfClass)
    {
        var faults = TrainIndices.Select((members, c) => (members.Length, Asked: imagesOfClass[c], Class: Classes[c]))
            .Where(c => c.Length < c.Asked)
            .Select(Sentence (c) => $"The random control needs {c.Asked} images of class '{c.Class}', but '{Name}' has {c.Length} train images of it. "
                + $"Leave the control out, or take a larger real set.")
            .ToList();
        if (faults.Count > 0) throw new DataException(faults);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
        Test.Dispose();
        Preprocessing.Dispose();
    }

    private static string Hashed(RawImages raw, TrainSplit split)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{raw.Shape}/"));
        hash.AppendData(raw.TrainPixels);
        hash.AppendData(MemoryMarshal.AsBytes(raw.TrainLabels.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(split.Train.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Preprocessing Fitted(RawImages raw, string name, Device device)
    {
        var shape = raw.Shape;
        var statistics = ChannelStatistics.Published(raw.Name) is { } published && published.Mean.Count == shape.Channels
            ? published
            : ChannelStatistics.Of(raw.TrainPixels, shape.Channels, shape.Height * shape.Width);
        return Preprocessing.Fit(name, statistics, raw.TrainLabels.Length, Pixels, device);

        Tensor Pixels(long start, long count)
        {
            var indices = new int[count];
            for (var i = 0; i < count; i++) indices[i] = (int)start + i;
            return Unit(raw.TrainPixels, indices, shape, device);
        }
    }

    private static LabelledImages Labelled(
        byte[] pixels, int[] labels, int[] indices, ImageShape shape, Preprocessing preprocessing, Device device)
    {
        var images = empty(indices.Length, shape.Channels, shape.Height, shape.Width, dtype: ScalarType.Float32, device: device);
        for (var start = 0; start < indices.Length; start += Chunk)
        {
            using var step = NewDisposeScope();
            var part = indices[start..Math.Min(indices.Length, start + Chunk)];
            images.narrow(0, start, part.Length).copy_(preprocessing.Apply(Unit(pixels, part, shape, device)));
        }

        var chosen = tensor(indices.Select(i => (long)labels[i]).ToArray(), device: device);
        return new LabelledImages(images.DetachFromDisposeScope(), chosen.DetachFromDisposeScope());
    }

    private static Tensor Unit(byte[] pixels, int[] indices, ImageShape shape, Device device)
    {
        var gathered = new byte[indices.Length * shape.Size];
        for (var i = 0; i < indices.Length; i++)
        {
            pixels.AsSpan(indices[i] * shape.Size, shape.Size).CopyTo(gathered.AsSpan(i * shape.Size));
        }

        using var scope = NewDisposeScope();
        return tensor(gathered, indices.Length, shape.Channels, shape.Height, shape.Width, device: device)
            .to_type(ScalarType.Float32).div_(Number.Of(255)).MoveToOuterDisposeScope();
    }

    private static long[][] ByClass(int[] indices, RawImages raw)
    {
        var members = raw.Classes.Select(_ => new List<long>()).ToArray();
        for (var i = 0; i < indices.Length; i++) members[raw.TrainLabels[indices[i]]].Add(i);
        return [.. members.Select(m => m.ToArray())];
    }
}
