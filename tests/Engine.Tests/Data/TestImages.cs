using StbImageWriteSharp;

namespace Engine.Tests.Data;

/// <summary>Small encoded images.</summary>
internal static class TestImages
{
    public static byte[] Png(int width, int height, byte red, byte green, byte blue) => Written(writer => (stream, pixels) =>
        writer.WritePng(pixels, width, height, ColorComponents.RedGreenBlue, stream), Filled(width, height, red, green, blue));

    public static byte[] GreyPng(int width, int height, byte grey) => Written(writer => (stream, pixels) =>
        writer.WritePng(pixels, width, height, ColorComponents.Grey, stream), [.. Enumerable.Repeat(grey, width * height)]);

    public static byte[] Jpeg(int width, int height, byte red, byte green, byte blue) => Written(writer => (stream, pixels) =>
        writer.WriteJpg(pixels, width, height, ColorComponents.RedGreenBlue, stream, 95), Filled(width, height, red, green, blue));

    private static byte[] Written(Func<ImageWriter, Action<Stream, byte[]>> write, byte[] pixels)
    {
        using var stream = new MemoryStream();
        write(new ImageWriter())(stream, pixels);
        return stream.ToArray();
    }

    private static byte[] Filled(int width, int height, byte red, byte green, byte blue)
    {
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < pixels.Length; i += 3) (pixels[i], pixels[i + 1], pixels[i + 2]) = (red, green, blue);
        return pixels;
    }
}
