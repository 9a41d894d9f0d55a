using Engine.Networks;
using Engine.Networks.Layers;
using Engine.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Networks;

/// <summary>Where DropPath acts, what it needs in training, and that nothing of it is left at test time.</summary>
public sealed class UnitPlacementTests : IDisposable
{
    private static readonly NetworkStyle WithDropPath = new(DropPath: true);

    private readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("resnet-18", """{"width":4}""", 8)]
    [InlineData("resnet-50", """{"width":4}""", 16)]
    [InlineData("alexnet", """{"width":8}""", 2)]
    [InlineData("vgg-11", """{"width":4}""", 3)]
    [InlineData("convnet", """{"width":4,"depth":2}""", 0)]
    [InlineData("convnet", """{"width":4}""", 1)]
    [InlineData("convnet", """{"width":4,"depth":4}""", 1)]
    [InlineData("convnet", """{"width":4,"depth":5}""", 2)]
    [InlineData("convnet", """{"width":4,"depth":5,"pooling":"none"}""", 2)]
    [InlineData("lenet", "{}", 0)]
    [InlineData("mlp", """{"width":8}""", 0)]
    public void Every_unit_draws_for_every_image_and_listens_to_its_own_draw(string name, string options, int units)
    {
        const int images = 3;
        using var network = Create(name, options, WithDropPath);
        Assert.Equal(units, network.Units);
        var x = NetworkCase.Images(NetworkCase.Color32, images);
        var random = new ScriptedRandom(0.5);
        network.Forward(x, noise: ForwardNoise.Of(0.9, 0, random));
        Assert.Equal(units * images, random.Count);

        var outputs = Enumerable.Range(-1, units + 1).Select(skipped => Without(skipped)).ToList();
        for (var one = 0; one < outputs.Count; one++)
        {
            for (var other = 0; other < one; other++)
                Assert.False(outputs[one].allclose(outputs[other], 0, 1e-5), $"skipping {one - 1} gives what skipping {other - 1} gives");
        }

        Tensor Without(int skipped) => network.Forward(
            x, noise: new ForwardNoise(DropPath.SubNetwork([.. Enumerable.Range(0, units).Select(unit => unit != skipped)], 0.5), 0, random));
    }

    [Theory]
    [InlineData("resnet-18", 8, 0.5)]
    [InlineData("resnet-50", 16, 0.35)]
    public void A_residual_branch_that_is_kept_counts_more_the_rarer_it_is(string name, int units, double keepRate)
    {
        using var network = Create(name, """{"width":4}""", WithDropPath);
        var x = NetworkCase.Images(NetworkCase.Color32, 2);
        Tensor At(double rate) => network.Forward(x, noise: new ForwardNoise(DropPath.SubNetwork([.. Enumerable.Repeat(true, units)], rate), 0, new Random(1)));
        Assert.True(At(1).equal(network.Forward(x)).all().item<bool>());
        Assert.False(At(keepRate).allclose(At(1), 0, 1e-4));
    }

    // The published 167,168 of VGG-11 counts a norm (1,024 values) on the identity of the third unit, which the method's text does not have.
    [Theory]
    [InlineData("alexnet", """{"norm":"batch"}""", 83_264)]
    [InlineData("alexnet", """{"norm":"instance"}""", 83_264)]
    [InlineData("vgg-11", """{"norm":"batch"}""", 167_168 - 1_024)]
    [InlineData("resnet-18", "{}", 0)]
    public void Virtual_shortcuts_have_the_published_sizes(string name, string options, long expected) => Assert.Equal(
        expected, Plan(name, options, WithDropPath).ParameterCount - Plan(name, options, NetworkStyle.Plain).ParameterCount);

    [Theory]
    [InlineData("resnet-18", 11_178_762)]
    [InlineData("resnet-50", 23_547_402)]
    public void Improved_shortcuts_have_as_many_parameters_as_ordinary_ones(string name, long expected)
    {
        var improved = new NetworkStyle(DropPath: true, ImprovedShortcut: true);
        Assert.Equal(expected, Plan(name, """{"bias":true}""", NetworkStyle.Plain).ParameterCount);
        Assert.Equal(expected, Plan(name, """{"bias":true}""", improved).ParameterCount);
        Assert.Equal(Plan(name, "{}", NetworkStyle.Plain).ParameterCount, Plan(name, "{}", improved).ParameterCount);
    }

    [Theory]
    [InlineData("resnet-18", """{"width":4}""")]
    [InlineData("resnet-18", """{"width":4,"bias":true}""")]
    [InlineData("resnet-50", """{"width":4}""")]
    [InlineData("alexnet", """{"width":8,"norm":"batch"}""")]
    [InlineData("vgg-11", """{"width":4}""")]
    [InlineData("convnet", """{"width":4}""")]
    public void Every_style_starts_with_the_same_weights(string name, string options)
    {
        using var plain = Create(name, options, NetworkStyle.Plain);
        using var styled = Create(name, options, new NetworkStyle(DropPath: true, ImprovedShortcut: true));
        Assert.All(plain.Parameters.Zip(styled.Parameters), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
        Assert.All(plain.Buffers.Zip(styled.Buffers), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    [Theory]
    [InlineData("alexnet", """{"width":8,"norm":"batch"}""")]
    [InlineData("vgg-11", """{"width":4,"norm":"batch"}""")]
    [InlineData("convnet", """{"width":4,"doubling":true}""")]
    public void Virtual_shortcuts_have_no_effect_at_test_time_and_cost_nothing(string name, string options)
    {
        using var plain = Create(name, options, NetworkStyle.Plain);
        using var dropping = Create(name, options, WithDropPath);
        var x = NetworkCase.Images(NetworkCase.Color32, 3);
        Assert.True(dropping.ParameterCount > plain.ParameterCount);
        Assert.Equal(plain.MultiplyAdds, dropping.MultiplyAdds);
        Assert.True(plain.Forward(x).equal(dropping.Forward(x)).all().item<bool>());
        using (no_grad())
        {
            foreach (var virtualParameter in dropping.Parameters.Skip(plain.Parameters.Count)) virtualParameter.fill_(float.NaN);
        }

        Assert.True(plain.Forward(x).equal(dropping.Forward(x)).all().item<bool>());
        dropping.Forward(x).sum().backward();
        Assert.All(dropping.Parameters.Skip(plain.Parameters.Count), virtualParameter => Assert.Null(virtualParameter.grad));
    }

    [Fact]
    public void What_training_drew_leaves_no_trace_at_test_time()
    {
        using var network = Create("resnet-18", """{"width":4,"norm":"instance"}""", WithDropPath);
        var x = NetworkCase.Images(NetworkCase.Color32, 3);
        var before = network.Forward(x);
        foreach (var (keepRate, seed) in new[] { (0.9, 1), (0.35, 2) })
        {
            var drawn = network.Forward(x, training: true, noise: ForwardNoise.Of(keepRate, 0.2, new Random(seed)));
            Assert.False(drawn.allclose(before, 0, 1e-5));
            Assert.True(network.Forward(x).equal(before).all().item<bool>());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_improved_shortcut_loses_no_position(bool improved)
    {
        using var network = UnitCase.Residual("instance", shrinks: true, improved: improved);
        var x = UnitCase.Images(1).requires_grad_(true);
        var skipped = network.Forward(x, noise: ScriptedRandom.Keeping(0.5, false));
        var reached = Gradients.Of((skipped * NetworkCase.Images(new ImageShape(8, 2, 2), 1).flatten(1)).sum(), [x], createGraph: false)[0];

        // A strided 1×1 convolution sees one position of four, the same in every channel; the pool sees one of four in each channel.
        var seen = reached.abs().sum([1]).gt(1e-6)[0];
        Assert.Equal(improved, seen.sum().item<long>() > 4);
        if (!improved) Assert.Equal(4, seen.sum().item<long>());
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.95)]
    public void Dropout_keeps_the_mean_and_sets_its_share_to_zero(double share)
    {
        const int values = 20_000;
        var noise = ForwardNoise.Of(1, share, new Random(3))!;
        var dropped = noise.Drop(ones(values / 100, 100));
        Assert.InRange(dropped.eq(0).sum().item<long>() / (double)values, share - 0.015, share + 0.015);
        Assert.InRange(dropped.mean().item<float>(), 1 - 4 * Deviation(), 1 + 4 * Deviation());
        Assert.Equal(1 / (1 - share), dropped.max().item<float>(), 1e-4);

        double Deviation() => Math.Sqrt(share / (1 - share) / values);
    }

    [Fact]
    public void Without_dropout_and_DropPath_there_is_no_noise() => Assert.Null(ForwardNoise.Of(1, 0, new Random(1)));

    public void Dispose() => _scope.Dispose();

    private static NetworkPlan Plan(string name, string options, NetworkStyle style) =>
        NetworkFamily.Find(name)!.From(NetworkCase.Spec(name, options), NetworkCase.Color32, 10, style);

    private static Network Create(string name, string options, NetworkStyle style)
    {
        using var random = new Generator(1, CPU);
        return Network.Create(name, Plan(name, options, style), random, CPU);
    }
}
