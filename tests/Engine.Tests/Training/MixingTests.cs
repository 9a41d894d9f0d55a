using Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Training;

public sealed class MixingTests : IDisposable
{
    private const int Images = 8, Classes = 8, Side = 10;

    private readonly DisposeScope _scope = NewDisposeScope();

    // Image i is filled with 2^i, so that a pixel tells which images it came from.
    private readonly Tensor _x = pow(2, arange(Images, dtype: ScalarType.Float32)).view(-1, 1, 1, 1).expand(Images, 2, Side, Side).contiguous();
    private readonly Tensor _labels = arange(Images, dtype: ScalarType.Int64);

    [Fact]
    public void MixUp_mixes_images_and_labels_by_one_share()
    {
        var random = new Random(1);
        var shares = new List<double>();
        for (var draw = 0; draw < 20; draw++)
        {
            var (images, targets) = new Mixing("mixup", 1).Apply(_x, _labels, Classes, random);
            Assert.True(targets.sum([1]).allclose(ones(Images)));
            Assert.True((targets * _x[.., 0, 0, 0].unsqueeze(0)).sum([1]).allclose(images[.., 0, 0, 0], 1e-4));
            Assert.Equal(images[.., .., 0, 0].unsqueeze(2).unsqueeze(3).expand(Images, 2, Side, Side).numel(), images.eq(images[.., 0, 0, 0].view(-1, 1, 1, 1)).sum().item<long>());
            var moved = Enumerable.Range(0, Images).First(image => targets[image].gt(0).sum().item<long>() == 2);
            shares.Add(targets[moved, moved].item<float>());
        }

        Assert.Equal(20, shares.Distinct().Count());
        Assert.InRange(shares.Average(), 0.3, 0.7);
    }

    [Fact]
    public void CutMix_counts_every_image_by_the_area_that_is_left()
    {
        var random = new Random(2);
        var areas = new HashSet<long>();
        for (var draw = 0; draw < 30; draw++)
        {
            var (images, targets) = new Mixing("cutmix", 1).Apply(_x, _labels, Classes, random);
            Assert.True(targets.sum([1]).allclose(ones(Images)));
            for (var image = 0; image < Images; image++)
            {
                var own = images[image].eq(_x[image, 0, 0, 0]);
                if (own.all().item<bool>()) continue;           // drew itself, or a hole without pixels
                Assert.True(own[0].equal(own[1]).all().item<bool>());
                Assert.Equal(own[0].sum().item<long>() / (double)(Side * Side), targets[image, image].item<float>(), 1e-5);
                Assert.True(IsRectangle(own[0].logical_not()));
                areas.Add(own[0].sum().item<long>());
            }
        }

        Assert.True(areas.Count > 10, $"{areas.Count} areas");
    }

    [Theory]
    [InlineData(0.2, 0.1786)]
    [InlineData(1, 0.0833)]
    [InlineData(5, 0.0227)]
    public void Shares_follow_the_beta_distribution(double alpha, double variance)
    {
        var random = new Random(3);
        var x = tensor(new float[] { 0, 1 }, [2, 1, 1, 1]);
        var shares = new List<double>();
        while (shares.Count < 3000)
        {
            var mixed = new Mixing("mixup", alpha).Apply(x, tensor(new long[] { 0, 1 }), 2, random);
            var share = mixed.Targets[1, 1].item<float>();
            Assert.Equal(share, mixed.Images[1, 0, 0, 0].item<float>(), 1e-6);
            shares.Add(share);
            mixed.Images.Dispose();
            mixed.Targets.Dispose();
        }

        // Half of the images draw themselves as partner and keep a share of 1: leave them out.
        var mean = shares.Where(share => share < 1).ToList();
        Assert.InRange(mean.Count, 1350, 1650);
        Assert.Equal(0.5, mean.Average(), 4 * Math.Sqrt(variance / mean.Count));
        Assert.Equal(variance, mean.Average(share => (share - 0.5) * (share - 0.5)), 0.12 * variance);
    }

    [Fact]
    public void Label_vectors_are_mixed_as_they_are()
    {
        var soft = nn.functional.softmax(randn(Images, Classes, generator: new Generator(1, CPU)), 1);
        var before = soft.clone();
        var (images, targets) = new Mixing("mixup", 1).Apply(_x, soft, Classes, new Random(4));
        Assert.True(targets.sum([1]).allclose(ones(Images)));
        Assert.True(before.equal(soft).all().item<bool>());
        Assert.False(targets.allclose(soft));
        Assert.Equal(_x.shape, images.shape);
    }

    public void Dispose() => _scope.Dispose();

    private static bool IsRectangle(Tensor hole)
    {
        var (rows, columns) = (hole.any(1), hole.any(0));
        return rows.unsqueeze(1).logical_and(columns.unsqueeze(0)).equal(hole).all().item<bool>();
    }
}
