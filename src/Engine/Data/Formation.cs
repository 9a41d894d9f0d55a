using Contracts;

using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Engine.Data;

/// <summary>Multi-formation: one stored image holds f × f small ones, each of which is enlarged to a full image (Kim et al., IDC, ICML 2022).</summary>
/// <remarks>The same storage shows a network f² images of a quarter (f = 2) of the detail. Differentiable once by the stored image.</remarks>
internal static class Formation
{
    /// <summary>Full images [N·f², C, H, W], those of one stored image next to each other, of stored images [N, C, H, W].</summary>
    /// <param name="stored">Height and width must be multiples of <paramref name="tiles"/>.</param>
    /// <param name="tiles">f; 1 gives the images back.</param>
    public static Tensor Decode(Tensor stored, int tiles)
    {
        if (tiles == 1) return stored;
        var (n, channels, height, width) = (stored.shape[0], stored.shape[1], stored.shape[2], stored.shape[3]);
        var cut = stored.reshape(n, channels, tiles, height / tiles, tiles, width / tiles).permute(0, 2, 4, 1, 3, 5)
            .reshape(n * tiles * tiles, channels, height / tiles, width / tiles);
        return F.interpolate(cut, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
    }

    /// <summary>Stored images [N, C, H, W] of full images [N·f², C, H, W], each shrunk to its tile by means over f × f pixels.</summary>
    public static Tensor Encode(Tensor full, int tiles)
    {
        if (tiles == 1) return full;
        var (n, channels, height, width) = (full.shape[0] / (tiles * tiles), full.shape[1], full.shape[2], full.shape[3]);
        return F.avg_pool2d(full, tiles, tiles).reshape(n, tiles, tiles, channels, height / tiles, width / tiles)
            .permute(0, 3, 1, 4, 2, 5).reshape(n, channels, height, width);
    }

    /// <summary>Why images of these sides cannot hold so many tiles; null when they can.</summary>
    public static Sentence? Fault(int height, int width, int tiles) => height % tiles == 0 && width % tiles == 0
        ? null
        : (Sentence)$"Images of {height}×{width} pixels cannot be cut into {tiles}×{tiles} tiles: choose a divisor of both sides, or 1.";
}
