using Engine.Data;
using Engine.Tests.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Data;

public sealed class FormationTests
{
    [Fact]
    public void Each_tile_becomes_an_image_of_its_own_row_by_row()
    {
        using var scope = NewDisposeScope();
        var stored = tensor(new float[] { 1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4 }, [1, 1, 4, 4]);
        var full = Formation.Decode(stored, 2);
        Assert.Equal([4, 1, 4, 4], full.shape);
        Assert.Equal([1, 2, 3, 4], full.mean([1, 2, 3]).data<float>().ToArray());
        Assert.Equal(0, full.var([2, 3], unbiased: false).max().item<float>());
    }

    [Fact]
    public void Shrunk_images_come_back_enlarged_in_their_order()
    {
        using var scope = NewDisposeScope();
        var full = ones(8, 3, 6, 6) * arange(8, dtype: ScalarType.Float32).view(8, 1, 1, 1);
        var stored = Formation.Encode(full, 2);
        Assert.Equal([2, 3, 6, 6], stored.shape);
        Assert.True(Formation.Decode(stored, 2).allclose(full));
    }

    [Fact]
    public void One_tile_is_the_image_itself()
    {
        using var scope = NewDisposeScope();
        var images = rand(2, 1, 4, 4);
        Assert.Same(images, Formation.Decode(images, 1));
        Assert.Same(images, Formation.Encode(images, 1));
    }

    [Fact]
    public void Derivatives_by_the_stored_image_agree_with_differences()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3, CPU);
        var stored = rand([1, 2, 4, 4], dtype: ScalarType.Float64, generator: random);
        var weights = rand([4, 2, 4, 4], dtype: ScalarType.Float64, generator: random);
        Assert.InRange(FiniteDifference.Error(x => (Formation.Decode(x, 2).square() * weights).sum(), stored), 0, 1e-6);
    }

    [Theory]
    [InlineData(28, 28, 2, true)]
    [InlineData(28, 28, 3, false)]
    [InlineData(32, 30, 4, false)]
    [InlineData(7, 7, 1, true)]
    public void Only_a_divisor_of_both_sides_can_cut(int height, int width, int tiles, bool can) =>
        Assert.Equal(can, Formation.Fault(height, width, tiles) is null);
}
