using Engine.Numerics;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Engine.Distillation.CropSelection;

/// <summary>Parts of images, each enlarged to a full image.</summary>
internal static class RandomCrops
{
    /// <summary>So many crops of every image, those of one image next to each other.</summary>
    /// <remarks>
    /// A crop takes the same share of both sides, uniform between the smallest and 1, at a uniform place inside the image; bilinear, without
    /// rounding to whole pixels, the border pixel going on where a sample lies half a pixel outside.
    /// </remarks>
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="perImage">Crops of each image.</param>
    /// <param name="smallest">Smallest share of a side, above 0 and at most 1.</param>
    /// <param name="random">A CPU generator: every device sees the same crops.</param>
    public static Tensor Of(Tensor images, int perImage, double smallest, Generator random)
    {
        using var scope = NewDisposeScope();
        var count = images.shape[0] * perImage;
        var u = rand(count, 3, generator: random).to(images.device);
        var side = u.narrow(1, 0, 1).mul(Number.Of(1 - smallest)).add(Number.Of(smallest), Number.One);
        var shift = Number.From(Number.One, side) * u.narrow(1, 1, 2).mul(Number.Of(2)).sub(Number.One);
        var none = zeros_like(side);
        var theta = cat([side, none, shift.narrow(1, 0, 1), none, side, shift.narrow(1, 1, 1)], 1).view(count, 2, 3);
        var grid = F.affine_grid(theta, [count, images.shape[1], images.shape[2], images.shape[3]], align_corners: false);
        var repeated = images.repeat_interleave(perImage, 0);
        return F.grid_sample(repeated, grid, padding_mode: GridSamplePaddingMode.Border, align_corners: false).MoveToOuterDisposeScope();
    }
}
