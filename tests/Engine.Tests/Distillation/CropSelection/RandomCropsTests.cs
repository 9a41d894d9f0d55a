using Engine.Distillation.CropSelection;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Distillation.CropSelection;

public sealed class RandomCropsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    // Rows and columns count up: a pixel's value tells its place.
    private readonly Tensor _places = stack([
        stack([arange(8, dtype: ScalarType.Float32).unsqueeze(1).expand(8, 8), arange(8, dtype: ScalarType.Float32).unsqueeze(0).expand(8, 8)]),
        full(2, 8, 8, -5, dtype: ScalarType.Float32)]);

    [Fact]
    public void A_crop_of_the_whole_side_is_the_image()
    {
        var crops = Crops(perImage: 3, smallest: 1);
        Assert.Equal([6, 2, 8, 8], crops.shape);
        Assert.InRange((crops.narrow(0, 0, 3) - _places[0]).abs().max().item<float>(), 0, 1e-4);
        Assert.InRange((crops.narrow(0, 3, 3) - _places[1]).abs().max().item<float>(), 0, 1e-4);
    }

    [Fact]
    public void Crops_are_squares_of_the_allowed_sides_inside_the_image()
    {
        var crops = Crops(perImage: 200, smallest: 0.5).narrow(0, 0, 200);
        var across = crops.select(1, 1).select(1, 3).narrow(1, 2, 4);       // columns 2 to 5 of a middle row: the border is far
        var down = crops.select(1, 0).select(2, 3).narrow(1, 2, 4);
        var side = (across.select(1, 3) - across.select(1, 0)) / 3;         // pixels of the image per pixel of the crop
        Assert.InRange((side - (down.select(1, 3) - down.select(1, 0)) / 3).abs().max().item<float>(), 0, 1e-4);
        Assert.InRange(side.min().item<float>(), 0.5 - 1e-4, 0.55);
        Assert.InRange(side.max().item<float>(), 0.95, 1 + 1e-4);

        // The middle of a crop of side s lies between s/2 and 1 − s/2 of the image, whose pixel i has its middle at i + ½.
        var middle = crops.select(1, 1).mean([1, 2]) + 0.5;
        Assert.True((middle / 8).ge(side / 2 - 0.02).logical_and((middle / 8).le(1 - side / 2 + 0.02)).all().item<bool>());
    }

    [Fact]
    public void A_flat_image_stays_flat_up_to_its_border() =>
        Assert.InRange((Crops(perImage: 50, smallest: 0.3).narrow(0, 50, 50) + 5).abs().max().item<float>(), 0, 1e-4);

    public void Dispose() => _scope.Dispose();

    private Tensor Crops(int perImage, double smallest)
    {
        using var random = new Generator(2, CPU);
        return RandomCrops.Of(_places, perImage, smallest, random);
    }
}
