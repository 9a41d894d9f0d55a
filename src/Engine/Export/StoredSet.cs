using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Engine.Data;
using Engine.Data.Sources;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Export;

/// <summary>Reads the .npz of a run's own synthetic set back.</summary>
internal static class StoredSet
{
    /// <summary>The set and its metadata; the caller disposes the set.</summary>
    public static SyntheticSet Read(ZipArchive zip, out JsonElement metadata)
    {
        metadata = Metadata(zip);
        var images = Floats(zip, "images");
        var labels = Array(zip, "labels");
        var shape = new ImageShape((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
        var classes = metadata.GetProperty("classes").EnumerateArray().Select(name => name.GetString()!).ToList();
        var arrays = zip.Entries.Select(entry => entry.Name).Where(name => name is "mean.npy" or "std.npy" || name.StartsWith("zca", StringComparison.Ordinal))
            .Select(name => name[..^4]).ToDictionary(name => name, name => Floats(zip, name));
        var preprocessing = Preprocessing.FromStored(metadata.GetProperty("preprocessing").GetString()!, arrays, shape, CPU);
        foreach (var array in arrays.Values) array.Dispose();
        return new SyntheticSet(images, tensor(labels.ToLabels().Select(label => (long)label).ToArray()), classes, preprocessing);
    }

    /// <summary>What the file says of itself.</summary>
    public static JsonElement Metadata(ZipArchive zip)
    {
        using var json = JsonDocument.Parse(Text(zip, "metadata"));
        return json.RootElement.Clone();
    }

    /// <summary>An array of real numbers as a tensor of the caller's scope.</summary>
    public static Tensor Floats(ZipArchive zip, string name)
    {
        var array = Array(zip, name);
        var result = zeros([.. array.Shape.Select(side => (long)side)]);
        array.Data.Span.CopyTo(result.bytes);
        return result;
    }

    /// <summary>An array of the file.</summary>
    public static Npy Array(ZipArchive zip, string name) => Npy.Read(Bytes(zip, name), name);

    /// <summary>A single string of NumPy's type U, which the reader of foreign arrays has no use for.</summary>
    private static string Text(ZipArchive zip, string name)
    {
        var file = Bytes(zip, name);
        var start = 10 + BitConverter.ToUInt16(file, 8);
        return Encoding.UTF32.GetString(file, start, file.Length - start).TrimEnd('\0');
    }

    private static byte[] Bytes(ZipArchive zip, string name)
    {
        using var stream = (zip.GetEntry(name + ".npy") ?? throw new InvalidDataException($"The stored set has no {name}.")).Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
