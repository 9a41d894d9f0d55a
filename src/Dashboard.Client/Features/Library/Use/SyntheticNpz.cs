using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

/// <summary>A synthetic set as its .npz holds it: preprocessed images, one after the other, and their class indices.</summary>
public sealed record SyntheticNpz(float[] Images, int[] Shape, long[] Labels, float[] Mean, float[] Std)
{
    /// <summary>Reads "synthetic.npz" without any package.</summary>
    public static SyntheticNpz Read(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        if (zip.GetEntry("zcaMatrix.npy") is not null) throw new NotSupportedException("This set is whitened (ZCA): prepare test images with load.py.");
        var (images, shape) = Array<float>(zip, "images");
        return new SyntheticNpz(images, shape, Array<long>(zip, "labels").Values, Array<float>(zip, "mean").Values, Array<float>(zip, "std").Values);
    }

    /// <summary>Brings a test image, channel after channel in [0, 1], into the space of the set.</summary>
    public void Prepare(Span<float> image)
    {
        var plane = image.Length / Mean.Length;
        for (var i = 0; i < image.Length; i++) image[i] = (image[i] - Mean[i / plane]) / Std[i / plane];
    }

    private static (T[] Values, int[] Shape) Array<T>(ZipArchive zip, string name)
        where T : unmanaged
    {
        using var stream = zip.GetEntry(name + ".npy")!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var bytes = copy.ToArray();
        var header = 10 + BitConverter.ToUInt16(bytes, 8);
        var sides = Regex.Match(System.Text.Encoding.ASCII.GetString(bytes, 10, header - 10), @"'shape': \(([^)]*)\)").Groups[1].Value;
        var shape = sides.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(int.Parse).ToArray();
        return (MemoryMarshal.Cast<byte, T>(bytes.AsSpan(header)).ToArray(), shape);
    }
}
