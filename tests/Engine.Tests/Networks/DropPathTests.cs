using Engine.Networks;
using Engine.Networks.Layers;
using Engine.Numerics;
using Engine.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Networks;

/// <summary>DropPath in the two kinds of unit: y = ReLU((m/p)·F(x) + S(x)), and y = m·F(x) + (1 − m)·V(x).</summary>
public sealed class DropPathTests : IDisposable
{
    private const double KeepRate = 0.35;

    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>Every way in which three images can keep or skip one unit.</summary>
    private static readonly bool[][] Masks =
        [.. Enumerable.Range(0, 8).Select(bits => Enumerable.Range(0, 3).Select(image => (bits >> image & 1) == 1).ToArray())];

    [Theory]
    [InlineData("batch", false, false, false)]
    [InlineData("batch", true, true, true)]
    [InlineData("instance", false, false, false)]
    [InlineData("instance", true, false, false)]
    [InlineData("instance", false, true, false)]
    [InlineData("instance", false, true, true)]
    [InlineData("group", true, true, true)]
    public void The_mean_over_all_masks_is_the_network_without_DropPath(string norm, bool bottleneck, bool shrinks, bool improved)
    {
        using var network = UnitCase.Residual(norm, bottleneck, shrinks, improved);
        var x = UnitCase.Images(3);
        var mean = Masks.Select(kept => Probability(kept) * Output(network, x, kept)).Aggregate((sum, term) => sum + term);
        Assert.InRange((mean - network.Forward(x, training: true)).abs().max().item<float>(), 0, 2e-4);
    }

    [Fact]
    public void The_mean_over_many_draws_comes_as_near_as_chance_allows()
    {
        const int images = 4000;
        using var network = UnitCase.Residual("instance");
        var x = UnitCase.Images(1);
        var expected = network.Forward(x);
        var branch = expected - x.flatten(1);
        var mean = network.Forward(x.expand(images, -1, -1, -1), training: true, noise: ForwardNoise.Of(KeepRate, 0, new Random(1))).mean([0]);

        // One draw per image scales the whole branch: all coordinates err by the same factor, of deviation √((1 − p)/p/n).
        var factor = ((mean - expected[0]) * branch[0]).sum().item<float>() / branch.square().sum().item<float>();
        Assert.InRange(Math.Abs(factor), 0, 4 * Math.Sqrt((1 - KeepRate) / KeepRate / images));
        Assert.NotEqual(0, factor);
    }

    [Theory]
    [InlineData("batch", false)]
    [InlineData("instance", false)]
    [InlineData("instance", true)]
    public void A_residual_unit_is_the_published_formula_and_so_are_its_gradients(string norm, bool shrinks)
    {
        using var network = UnitCase.Residual(norm, shrinks: shrinks, improved: shrinks);
        var x = UnitCase.Images(3);
        foreach (var kept in Masks)
        {
            var (whole, shortcut) = UnitCase.Paths(network, x);
            AssertSame(network, Output(network, x, kept), UnitCase.Mask(kept) / KeepRate * (whole - shortcut) + shortcut);
        }
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("instance")]
    [InlineData("none")]
    public void A_chain_unit_is_the_published_formula_and_so_are_its_gradients(string norm)
    {
        using var network = UnitCase.Chain(norm);
        var x = UnitCase.Images(3);
        foreach (var kept in Masks)
        {
            var (body, virtualShortcut) = UnitCase.Paths(network, x);
            AssertSame(network, Output(network, x, kept), UnitCase.Mask(kept) * body + (1 - UnitCase.Mask(kept)) * virtualShortcut);
        }
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("instance")]
    public void Who_skips_a_unit_gets_its_shortcut_unscaled(string norm)
    {
        var x = UnitCase.Images(3);
        using var identity = UnitCase.Residual(norm);
        Assert.True(UnitCase.Paths(identity, x).Skipped.allclose(x.flatten(1)));

        using var shrinking = UnitCase.Residual(norm, shrinks: true, improved: true);
        var shortcut = Shortcut(x, shrinking.Parameters.SkipLast(2).TakeLast(4).ToList());
        Assert.InRange((UnitCase.Paths(shrinking, x).Skipped - shortcut).abs().max().item<float>(), 0, 1e-4);

        using var chain = UnitCase.Chain(norm);
        var stem = Normalized(nn.functional.conv2d(x, chain.Parameters[0], chain.Parameters[1], padding: [1, 1]), chain.Parameters[2], chain.Parameters[3]);
        var virtualShortcut = Shortcut(nn.functional.relu(stem), chain.Parameters.TakeLast(4).ToList());
        Assert.InRange((UnitCase.Paths(chain, x).Skipped - virtualShortcut).abs().max().item<float>(), 0, 1e-4);

        Tensor Shortcut(Tensor entry, IReadOnlyList<Tensor> its) => Normalized(
            nn.functional.conv2d(nn.functional.max_pool2d(entry, [2, 2]), its[0], its[1]), its[2], its[3]).flatten(1);

        Tensor Normalized(Tensor y, Tensor scale, Tensor shift)
        {
            long[] over = norm == "batch" ? [0, 2, 3] : [2, 3];
            var centred = y - y.mean(over, keepdim: true);
            return centred / (centred.square().mean(over, keepdim: true) + 1e-5).sqrt() * scale.view(1, -1, 1, 1) + shift.view(1, -1, 1, 1);
        }
    }

    [Fact]
    public void A_chain_unit_gives_every_image_one_of_its_paths_whole_and_never_nothing()
    {
        const int images = 64;
        using var network = UnitCase.Chain("instance");
        var x = UnitCase.Images(images);
        var (body, virtualShortcut) = UnitCase.Paths(network, x);
        var y = network.Forward(x, training: true, noise: ForwardNoise.Of(0.5, 0, new Random(2)));
        var kept = (y - body).abs().amax([1]).lt(1e-4);
        var skipped = (y - virtualShortcut).abs().amax([1]).lt(1e-4);
        Assert.True(kept.logical_xor(skipped).all().item<bool>());
        Assert.InRange(kept.sum().item<long>(), 16, 48);
        Assert.True(y.abs().amax([1]).gt(0.1).all().item<bool>());
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("instance")]
    public void A_path_that_no_image_takes_has_gradient_zero_for_either_norm(string norm)
    {
        using var residual = UnitCase.Residual(norm);
        using var chain = UnitCase.Chain(norm);
        var x = UnitCase.Images(2);
        AssertZeroNotAbsent(residual, [false, false], residual.Parameters.Take(8));
        AssertZeroNotAbsent(chain, [false, false], chain.Parameters.Skip(4).Take(8));
        AssertZeroNotAbsent(chain, [true, true], chain.Parameters.TakeLast(4));

        void AssertZeroNotAbsent(Network network, bool[] kept, IEnumerable<Tensor> path)
        {
            Output(network, x, kept).square().sum().backward();
            Assert.All(path, parameter => Assert.Equal(0, parameter.grad!.abs().max().item<float>()));
            foreach (var parameter in network.Parameters) parameter.grad = null;
        }
    }

    [Fact]
    public void Batch_norm_inside_a_unit_sees_the_whole_batch_whoever_keeps_it()
    {
        AssertWhole(() => UnitCase.Residual("batch"), ^0, keptByAll: true);
        AssertWhole(() => UnitCase.Chain("batch"), ^2, keptByAll: true);
        AssertWhole(() => UnitCase.Chain("batch"), ^0, keptByAll: false);       // the last two belong to the virtual shortcut

        static void AssertWhole(Func<Network> create, Index end, bool keptByAll)
        {
            using var masked = create();
            using var same = create();
            var x = UnitCase.Images(4);
            Output(masked, x, [true, false, false, true]);
            Output(same, x, [keptByAll]);
            var count = end.GetOffset(same.Buffers.Count);
            Assert.All(
                same.Buffers.Zip(masked.Buffers).Take(count), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
        }
    }

    [Theory]
    [InlineData("resnet-18", """{"width":4,"norm":"batch"}""")]
    [InlineData("resnet-18", """{"width":4,"norm":"instance"}""")]
    [InlineData("resnet-50", """{"width":4,"norm":"batch","bias":true}""")]
    [InlineData("resnet-50", """{"width":4,"norm":"instance"}""")]
    [InlineData("alexnet", """{"width":8,"norm":"batch"}""")]
    [InlineData("alexnet", """{"width":8,"norm":"instance"}""")]
    [InlineData("vgg-11", """{"width":4,"norm":"batch"}""")]
    [InlineData("vgg-11", """{"width":4,"norm":"instance"}""")]
    public void At_keep_rate_1_a_network_is_the_one_without_DropPath_bit_for_bit(string name, string options)
    {
        using var plain = Styled(name, options, NetworkStyle.Plain);
        using var dropping = Styled(name, options, new NetworkStyle(DropPath: true));
        var x = NetworkCase.Images(NetworkCase.Color32, 4);
        var all = new ForwardNoise(DropPath.SubNetwork([.. Enumerable.Repeat(true, dropping.Units)], 1), 0, new Random(1));
        Assert.True(plain.Forward(x, training: true).equal(dropping.Forward(x, training: true, noise: all)).all().item<bool>());

        var random = new ScriptedRandom(0.5);
        Assert.Null(ForwardNoise.Of(1, 0, random));
        Assert.Equal(0, random.Count);
    }

    [Theory]
    [InlineData("resnet-18", """{"width":4,"norm":"instance","improvedShortcut":true}""")]
    [InlineData("resnet-50", """{"width":4,"norm":"group"}""")]
    [InlineData("alexnet", """{"width":8,"norm":"instance"}""")]
    [InlineData("vgg-11", """{"width":4,"norm":"instance"}""")]
    public void An_image_meets_the_sub_network_that_it_drew_itself(string name, string options)
    {
        const int images = 5;
        using var network = Styled(name, options, new NetworkStyle(DropPath: true));
        var x = NetworkCase.Images(NetworkCase.Color32, images);
        var chance = new Random(4);
        var kept = Enumerable.Range(0, network.Units * images).Select(_ => chance.NextDouble() < 0.5).ToArray();
        var together = network.Forward(x, noise: ScriptedRandom.Keeping(0.5, kept));
        for (var image = 0; image < images; image++)
        {
            var own = Enumerable.Range(0, network.Units).Select(unit => kept[unit * images + image]).ToArray();
            var alone = network.Forward(x.narrow(0, image, 1), noise: new ForwardNoise(DropPath.SubNetwork(own, 0.5), 0, chance));
            Assert.InRange((together.narrow(0, image, 1) - alone).abs().max().item<float>(), 0, 1e-4);
        }
    }

    [Fact]
    public void A_chain_planned_without_virtual_shortcuts_refuses_DropPath()
    {
        using var network = UnitCase.Chain("instance", dropPath: false);
        Assert.Throws<InvalidOperationException>(() => Output(network, UnitCase.Images(1), [true]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    public void A_keep_rate_that_keeps_nothing_is_refused(double keepRate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DropPath.Sampled(keepRate, new Random(1)));

    public void Dispose() => _scope.Dispose();

    private static Network Styled(string name, string options, NetworkStyle style)
    {
        using var random = new Generator(1, CPU);
        return Network.Create(NetworkCase.Spec(name, options), NetworkCase.Color32, 10, random, CPU, style);
    }

    private static double Probability(bool[] kept) => kept.Aggregate(1.0, (product, keep) => product * (keep ? KeepRate : 1 - KeepRate));

    private static Tensor Output(Network network, Tensor x, bool[] kept) =>
        network.Forward(x, training: true, noise: ScriptedRandom.Keeping(KeepRate, kept));

    private static void AssertSame(Network network, Tensor actual, Tensor expected)
    {
        Assert.InRange((actual - expected).abs().max().item<float>(), 0, 1e-4);
        var gradients = Gradients.Of((actual - 19).square().mean(), network.Parameters, createGraph: false);
        var byHand = Gradients.Of((expected - 19).square().mean(), network.Parameters, createGraph: false);
        Assert.All(gradients.Zip(byHand), pair =>
            Assert.InRange((pair.First - pair.Second).abs().max().item<float>(), 0, 1e-3 * (1 + pair.Second.abs().max().item<float>())));
    }
}
