using StbImageSharp;

namespace Engine.Data.Sources;

/// <summary>A decoded image: planar red, green and blue.</summary>
/// <param name="Height">Pixels down.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Planes">3 × height × width bytes.</param>
/// <param name="IsGrey">Whether the file itself is grey; its three planes are equal then.</param>
internal sealed record DecodedImage(int Height, int Width, byte[] Planes, bool IsGrey);

/// <summary>Decodes JPEG and PNG files; sizes are checked from the header before anything is allocated.</summary>
internal static class ImageDecoding
{
    /// <summary>Whether a file is an image by its name.</summary>
    public static bool IsImage(string name) => Path.GetExtension(name).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG";

    /// <summary>Decodes a file.</summary>
    /// <exception cref="DataException">It is damaged, cut off, too large, or no such image. The message names the file.</exception>
    public static DecodedImage Decode(byte[] file, string name)
    {
        // The decoder would try a dozen other formats that nobody asked for.
        if (!JpegStructure.Is(file) && !PngStructure.Is(file)) throw new DataException($"'{name}' is no JPEG or PNG image.");
        if (!(JpegStructure.Is(file) ? JpegStructure.IsWhole(file) : PngStructure.IsWhole(file)))
            throw new DataException($"'{name}' is damaged or cut off: a part of the image is missing.");
        try
        {
            using var stream = new MemoryStream(file, writable: false);
            var info = ImageInfo.FromStream(stream) ?? throw new DataException($"'{name}' is no JPEG or PNG image.");
            if (info.Width <= 0 || info.Height <= 0 || (long)info.Width * info.Height > Limits.ImagePixels)
                throw new DataException(
                    $"'{name}' claims {info.Width}×{info.Height} pixels; at most {Limits.ImagePixels / 1_000_000} million are read.");
            var image = ImageResult.FromMemory(file, ColorComponents.RedGreenBlue);
            var isGrey = info.ColorComponents is ColorComponents.Grey or ColorComponents.GreyAlpha;
            return new DecodedImage(image.Height, image.Width, Planar(image.Data, image.Height * image.Width), isGrey);
        }
        catch (Exception damage) when (damage is InvalidOperationException or IOException or IndexOutOfRangeException or ArgumentException
            or OverflowException or NullReferenceException or NotSupportedException)
        {
            throw new DataException($"'{name}' is damaged: {damage.Message}", damage);
        }
    }

    private static byte[] Planar(byte[] interleaved, int plane)
    {
        var planar = new byte[3 * plane];
        for (int i = 0, at = 0; i < plane; i++, at += 3)
        {
            planar[i] = interleaved[at];
            planar[plane + i] = interleaved[at + 1];
            planar[(2 * plane) + i] = interleaved[at + 2];
        }

        return planar;
    }
}
