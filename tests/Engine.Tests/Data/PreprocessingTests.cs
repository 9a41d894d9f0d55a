using System.Text.Json;
using Engine.Data;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Data;

/// <summary>Against NumPy's numbers (golden/data/make_fixtures.py) and against its own inverse.</summary>
public sealed class PreprocessingTests
{
    private static readonly Fixture Numpy = JsonSerializer.Deserialize<Fixture>(
        File.ReadAllText(DataFiles.Golden("zca.json")), JsonSerializerOptions.Web)!;

    private static ImageShape Shape => new(Numpy.Shape[0], Numpy.Shape[1], Numpy.Shape[2]);

    private static ChannelStatistics Statistics => new(Numpy.ChannelMean, Numpy.ChannelStd);

    [Fact]
    public void Standardising_subtracts_the_mean_and_divides_by_the_deviation()
    {
        using var scope = NewDisposeScope();
        using var preprocessing = Preprocessing.PerChannel(new([0.5f, 0.25f], [0.5f, 0.25f]), CPU);
        var images = tensor(new[] { 1f, 0f, 1f, 0.25f }, 1, 2, 1, 2);
        Assert.Equal([1f, -1f, 3f, 0f], preprocessing.Apply(images).data<float>().ToArray());
    }

    [Fact]
    public void Zca_agrees_with_numpy_in_the_kornia_convention() => AssertAgrees(Preprocessing.Zca, Numpy.KorniaMatrix, Numpy.KorniaFirst);

    [Fact]
    public void Zca_agrees_with_numpy_in_the_regularised_convention() =>
        AssertAgrees(Preprocessing.ZcaFrepo, Numpy.FrepoMatrix, Numpy.FrepoFirst);

    [Theory]
    [InlineData("standardize")]
    [InlineData("zca")]
    [InlineData("zca-frepo")]
    public void The_inverse_gives_the_pixels_back_also_after_storing(string name)
    {
        using var scope = NewDisposeScope();
        using var preprocessing = Fitted(name);
        var images = Pixels(0, Numpy.Images);
        var applied = preprocessing.Apply(images);
        Assert.True(preprocessing.Invert(applied).allclose(images, atol: 1e-4));
        using var restored = Preprocessing.FromStored(name, preprocessing.Stored, Shape, CPU);
        Assert.Equal(name, restored.Name);
        Assert.True(restored.Apply(images).equal(applied).all().item<bool>());
        Assert.True(restored.Invert(applied).allclose(images, atol: 1e-4));
    }

    [Fact]
    public void Whitening_without_a_regulariser_worth_naming_makes_the_covariance_the_identity()
    {
        using var scope = NewDisposeScope();
        using var zca = ZcaWhitening.FitKornia(Numpy.Images, (start, n) => Pixels(start, n).flatten(1), eps: 1e-9);
        var white = zca.Apply(Pixels(0, Numpy.Images).flatten(1));
        var covariance = white.t().mm(white) / (Numpy.Images - 1);
        Assert.True(covariance.allclose(eye(Shape.Size), atol: 1e-2));
    }

    [Fact]
    public void A_channel_of_one_value_does_not_divide_by_zero()
    {
        using var scope = NewDisposeScope();
        var statistics = ChannelStatistics.Of([.. Enumerable.Repeat((byte)51, 8)], 1, 4);
        using var preprocessing = Preprocessing.PerChannel(statistics, CPU);
        Assert.Equal(0.2f, statistics.Mean[0], 1e-6f);
        Assert.True(preprocessing.Apply(full(1, 1, 2, 2, 0.2f)).abs().max().item<float>() < 1e-3);
    }

    [Fact]
    public void Statistics_of_bytes_are_those_of_the_definition()
    {
        var statistics = ChannelStatistics.Of([0, 255, 51, 51, 255, 0, 51, 51], 2, 2);      // two images, two channels, two pixels
        Assert.Equal([0.5f, 0.2f], statistics.Mean);
        Assert.Equal(0.5f, statistics.Std[0], 1e-6f);
    }

    [Fact]
    public void Stored_arrays_that_do_not_fit_are_refused_all_at_once()
    {
        using var scope = NewDisposeScope();
        var arrays = new Dictionary<string, Tensor> { ["mean"] = zeros(3), ["zcaMean"] = zeros(18), ["zcaMatrix"] = zeros(18, 17) };
        var fault = Assert.Throws<DataException>(() => Preprocessing.FromStored("zca", arrays, Shape, CPU));
        Assert.Equal(4, fault.Faults.Count);        // mean is too long, std and zcaInverse lack, zcaMatrix is not square
        Assert.Throws<DataException>(() => Preprocessing.FromStored("pca", arrays, Shape, CPU));
    }

    private static void AssertAgrees(string name, float[] matrix, float[] first)
    {
        using var scope = NewDisposeScope();
        using var preprocessing = Fitted(name);
        var expected = tensor(matrix, Shape.Size, Shape.Size);
        Assert.True(preprocessing.Whitening!.Matrix.allclose(expected, rtol: 1e-4, atol: 1e-4));
        Assert.True(preprocessing.Apply(Pixels(0, 1)).flatten().allclose(tensor(first), rtol: 1e-4, atol: 1e-4));
    }

    private static Preprocessing Fitted(string name) => Preprocessing.Fit(name, Statistics, Numpy.Images, Pixels, CPU);

    private static Tensor Pixels(long start, long n) =>
        tensor(Numpy.Pixels, Numpy.Images, Shape.Channels, Shape.Height, Shape.Width).narrow(0, start, n) / 255f;

    private sealed record Fixture(
        int Images, int[] Shape, float[] Pixels, float[] KorniaMatrix, float[] KorniaFirst, float[] ChannelMean, float[] ChannelStd,
        float[] FrepoMatrix, float[] FrepoFirst);
}
