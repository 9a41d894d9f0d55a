using Engine.Data;
using Engine.Numerics;
using StbImageWriteSharp;
using static TorchSharp.torch;

namespace Engine.Export;

/// <summary>Pictures of synthetic images: preprocessing undone, clipped to what a screen can show, one screen pixel per image pixel.</summary>
internal static class ImageGrid
{
    /// <summary>A PNG with one row per class and one column per image, without gaps.</summary>
    public static byte[] Png(SyntheticSet set)
    {
        using var scope = NewDisposeScope();
        var shape = set.Shape;
        var grid = Pixels(set.Preprocessing, set.Images)
            .view(set.Classes.Count, set.ImagesPerClass, shape.Height, shape.Width, shape.Channels)
            .permute(0, 2, 1, 3, 4)
            .contiguous();
        return Encode(grid.bytes.ToArray(), set.ImagesPerClass * shape.Width, set.Classes.Count * shape.Height, shape.Channels);
    }

    /// <summary>Preprocessed images [N, C, H, W] as bytes [N, H, W, C] on the CPU; belongs to the caller's scope.</summary>
    public static Tensor Pixels(Preprocessing preprocessing, Tensor images)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        return preprocessing.Invert(images.detach()).clamp(Number.Of(0), Number.Of(1)).mul(Number.Of(255)).round()
            .to_type(ScalarType.Byte).permute(0, 2, 3, 1).contiguous().cpu().MoveToOuterDisposeScope();
    }

    /// <summary>A PNG of bytes in rows of interleaved channels (1 or 3).</summary>
    public static byte[] Encode(byte[] pixels, int width, int height, int channels)
    {
        using var stream = new MemoryStream();
        new ImageWriter().WritePng(pixels, width, height, channels == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue, stream);
        return stream.ToArray();
    }
}
