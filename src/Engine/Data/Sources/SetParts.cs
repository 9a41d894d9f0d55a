using Contracts;
using Engine.Numerics;

namespace Engine.Data.Sources;

/// <summary>A synthetic set as a file holds it, before anything that it says is believed.</summary>
internal sealed record SetParts
{
    /// <summary>Name of the file or folder, for messages.</summary>
    public required string Label { get; init; }

    /// <summary>Shape of every image.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>Images as pixels, one channel after the other; null when they are <see cref="Values"/>.</summary>
    public byte[]? Pixels { get; init; }

    /// <summary>Images as what networks see, one channel after the other; null when they are <see cref="Pixels"/>.</summary>
    public float[]? Values { get; init; }

    /// <summary>Labels.</summary>
    public required SetLabels Labels { get; init; }

    /// <summary>Names of the classes; null when the file does not tell.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The preprocessing that the file says its values went through; null when it does not tell.</summary>
    public StoredSpace? Space { get; init; }

    /// <summary>Number of images.</summary>
    public int Count => (Pixels?.Length ?? Values!.Length) / Shape.Size;

    /// <summary>Parts from arrays: bytes are pixels, real numbers are what networks see.</summary>
    /// <exception cref="DataException">The arrays are none of images and labels; all faults are told.</exception>
    public static SetParts From(string label, Npy images, Npy labels, ImageDataset real)
    {
        List<Sentence> faults = [];
        if (images is not { Descr: "u1" } and not { IsReal: true })
            faults.Add($"'{images.Name}' has elements of type '{images.Descr}'; "
                + $"images are uint8 pixels, or real numbers after preprocessing.");
        var shape = Tried(() => NpzSet.Shape(images), faults);
        if (faults.Count == 0 && shape.Size <= 0) faults.Add($"'{images.Name}' has images of {shape}.");
        var found = faults.Count > 0 ? null : new SetParts
        {
            Label = label,
            Shape = shape,
            Pixels = images.IsReal ? null : NpzSet.Planar(images.ToPixels(), images, shape),
            Values = images.IsReal ? NpzSet.Planar(images.ToFloats(), images, shape) : null,
            Labels = SetLabels.None,
        };
        var read = Tried(() => SetLabels.From(labels, real.Classes.Count), faults);
        if (read is null && found is not null) faults.AddRange(SetPartsCheck.ImageFaults(found, real));
        return faults.Count == 0 ? found! with { Labels = read! } : throw new DataException(faults);
    }

    private static T? Tried<T>(Func<T> read, List<Sentence> faults)
    {
        try
        {
            return read();
        }
        catch (DataException fault)
        {
            faults.AddRange(fault.Faults);
            return default;
        }
    }
}

/// <summary>A preprocessing as our own files store it.</summary>
/// <param name="Name">Its name in a spec.</param>
/// <param name="Arrays">Its arrays by name.</param>
internal sealed record StoredSpace(string Name, IReadOnlyDictionary<string, Npy> Arrays);
