using System.IO.Compression;
using Contracts;
using Engine.Data;
using Engine.Data.Sources;
using Engine.Native;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Export;

/// <summary>Pictures of stored synthetic images beside the stored one: in other colours, of one class, of one image.</summary>
public static class FramePictures
{
    private const int ColumnsOfClass = 10;
    private const double Deviations = 2.5;
    private const double Gain = 2;

    /// <summary>A PNG: every image in one row per class, those of a class in rows of up to ten, or one image.</summary>
    public static byte[] Png(FramePicture asked)
    {
        var tiles = asked.Colours == FrameColours.Pixels ? OfPicture(asked) : OfArrays(asked);
        var perClass = tiles.Count / asked.Set.Classes.Count;
        var (first, count, columns) = asked switch
        {
            { Image: { } image } => (image, 1, 1),
            { Class: { } c } => (c * perClass, perClass, Math.Min(ColumnsOfClass, perClass)),
            _ => (0, tiles.Count, perClass),
        };
        return tiles.Png(first, count, columns);
    }

    /// <summary>The learned label of an image; null where the set has hard labels only.</summary>
    public static SoftLabel? Label(string npzFile, int image)
    {
        using var zip = ZipFile.OpenRead(npzFile);
        if (zip.GetEntry("softLabels.npy") is null) return null;
        var vectors = StoredSet.Array(zip, "softLabels");
        var classes = vectors.Shape[1];
        var values = vectors.ToFloats().AsSpan(image * classes, classes).ToArray();
        var areVectors = StoredSet.Metadata(zip).TryGetProperty("labelLoss", out var loss) && loss.GetString() == "squared-error";
        return new SoftLabel(areVectors ? [.. values.Select(value => (double)value)] : Shares(values), !areVectors);
    }

    private static double[] Shares(float[] values)
    {
        var largest = values.Max();
        var powers = values.Select(value => Math.Exp(value - largest)).ToList();
        return [.. powers.Select(power => power / powers.Sum())];
    }

    /// <summary>The stored picture cut into its images: no arithmetic is needed.</summary>
    private static Tiles OfPicture(FramePicture asked)
    {
        var set = asked.Set;
        var grid = ImageDecoding.Decode(File.ReadAllBytes(asked.Files.Picture), "the stored picture");
        var (columns, plane) = (grid.Width / set.Width, grid.Height * grid.Width);
        var count = columns * (grid.Height / set.Height);
        var pixels = new byte[count * set.Height * set.Width * 3];
        for (int image = 0, at = 0; image < count; image++)
        {
            for (var place = 0; place < set.Height * set.Width; place++)
            {
                var y = (image / columns * set.Height) + (place / set.Width);
                var from = (y * grid.Width) + (image % columns * set.Width) + (place % set.Width);
                for (var channel = 0; channel < 3; channel++) pixels[at++] = grid.Planes[(channel * plane) + from];
            }
        }

        return new Tiles(pixels, count, set.Height, set.Width, 3);
    }

    private static Tiles OfArrays(FramePicture asked)
    {
        NativeLibraries.EnsureLoadedOnce();
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        using var zip = ZipFile.OpenRead(asked.Files.Data);
        using var set = StoredSet.Read(zip, out _);
        using var first = ZipFile.OpenRead(asked.Start);
        var shown = asked.Colours == FrameColours.Trained ? Stretched(set.Images) : Moved(set, first, asked.Colours == FrameColours.Signed);
        var bytes = shown.clamp(Number.Of(0), Number.Of(1)).mul(Number.Of(255)).round().to_type(ScalarType.Byte)
            .permute(0, 2, 3, 1).contiguous().bytes.ToArray();
        return new Tiles(bytes, set.Count, set.Shape.Height, set.Shape.Width, set.Shape.Channels);
    }

    private static Tensor Stretched(Tensor images)
    {
        var mean = images.mean([0, 2, 3], keepdim: true);
        var deviation = images.sub(mean).pow(Number.Of(2)).mean([0, 2, 3], keepdim: true).sqrt().clamp_min(Number.Of(1e-12));
        return images.sub(mean).div(deviation.mul(Number.Of(2 * Deviations))).add(Number.Of(0.5), Number.One);
    }

    /// <summary>The difference of pixels, preprocessing undone; a set whose images are of another number or size has none.</summary>
    private static Tensor Moved(SyntheticSet set, ZipArchive first, bool withSign)
    {
        var start = StoredSet.Floats(first, "images");
        if (!start.shape.SequenceEqual(set.Images.shape)) throw new DataException("The first stored set has images of another number or size.");
        var moved = set.Preprocessing.Invert(set.Images).sub(set.Preprocessing.Invert(start));
        return withSign ? moved.mul(Number.Of(Gain / 2)).add(Number.Of(0.5), Number.One) : moved.abs().mul(Number.Of(Gain));
    }

    /// <summary>Images as bytes, [N, H, W, C].</summary>
    private sealed record Tiles(byte[] Pixels, int Count, int Height, int Width, int Channels)
    {
        public byte[] Png(int first, int count, int columns)
        {
            var rows = (count + columns - 1) / columns;
            var line = Width * Channels;
            var grid = new byte[rows * Height * columns * line];
            for (var i = 0; i < count; i++)
            {
                for (var y = 0; y < Height; y++)
                {
                    var from = (((first + i) * Height) + y) * line;
                    var to = ((((i / columns * Height) + y) * columns) + (i % columns)) * line;
                    Pixels.AsSpan(from, line).CopyTo(grid.AsSpan(to));
                }
            }

            return ImageGrid.Encode(grid, columns * Width, rows * Height, Channels);
        }
    }
}
