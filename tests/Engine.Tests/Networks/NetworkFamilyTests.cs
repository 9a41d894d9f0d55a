using Contracts;
using Engine.Networks;
using Engine.Numerics;
using Engine.Options;
using Engine.Tests.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Networks;

public sealed class NetworkFamilyTests
{
    /// <summary>
    /// Name and cheap options of every member: a new member without a line here fails <see cref="Every_member_is_tested"/>.
    /// </summary>
    public static readonly TheoryData<string, string> Members = new()
    {
        { "convnet", """{"width":8}""" },
        { "mlp", """{"width":16}""" },
        { "lenet", "{}" },
        { "alexnet", """{"width":16,"norm":"batch"}""" },
        { "vgg-11", """{"width":4}""" },
        { "resnet-10", """{"width":4}""" },
        { "resnet-18", """{"width":4,"improvedShortcut":true}""" },
        { "resnet-34", """{"width":4,"norm":"instance","bias":true}""" },
        { "resnet-50", """{"width":4,"norm":"group"}""" },
    };

    [Theory]
    [InlineData("convnet", "{}", 1, 28, 317_706)]
    [InlineData("convnet", "{}", 3, 32, 320_010)]
    [InlineData("convnet", """{"doubling":true}""", 3, 32, 1_562_634)]
    [InlineData("convnet", """{"norm":"none"}""", 3, 32, 319_242)]
    [InlineData("mlp", "{}", 1, 28, 118_282)]
    [InlineData("lenet", "{}", 1, 28, 61_706)]
    [InlineData("alexnet", "{}", 1, 28, 1_865_802)]
    [InlineData("alexnet", """{"norm":"instance"}""", 3, 32, 1_874_122)]
    [InlineData("vgg-11", "{}", 1, 28, 9_229_962)]
    [InlineData("vgg-11", """{"norm":"batch"}""", 3, 32, 9_231_114)]
    [InlineData("resnet-18", "{}", 1, 28, 11_172_810)]
    [InlineData("resnet-18", """{"bias":true}""", 3, 32, 11_178_762)]
    [InlineData("resnet-18", """{"bias":true,"improvedShortcut":true,"norm":"instance"}""", 3, 32, 11_178_762)]
    [InlineData("resnet-50", """{"bias":true}""", 3, 32, 23_547_402)]
    [InlineData("resnet-50", """{"bias":true,"improvedShortcut":true}""", 3, 32, 23_547_402)]
    public void Parameter_counts_are_the_published_ones(string name, string options, int channels, int size, long expected) =>
        Assert.Equal(expected, NetworkCase.Plan(name, options, new ImageShape(channels, size, size)).ParameterCount);

    [Fact]
    public void A_hundred_classes_widen_the_classifier_only() =>
        Assert.Equal(504_420, NetworkCase.Plan("convnet", "{}", NetworkCase.Color32, 100).ParameterCount);

    [Theory]
    [InlineData("convnet", "{}", 1, 28, 48.4)]
    [InlineData("convnet", "{}", 3, 32, 50.7)]
    [InlineData("convnet", """{"doubling":true}""", 3, 32, 154.6)]
    [InlineData("alexnet", "{}", 3, 32, 245.0)]
    [InlineData("vgg-11", "{}", 3, 32, 152.8)]
    [InlineData("resnet-18", "{}", 3, 32, 555.4)]
    [InlineData("resnet-50", "{}", 3, 32, 1297.8)]
    public void Costs_are_the_published_ones(string name, string options, int channels, int size, double millions) =>
        Assert.Equal(
            millions, NetworkCase.Plan(name, options, new ImageShape(channels, size, size)).Layers.MultiplyAdds / 1e6, tolerance: 0.06);

    [Theory]
    [InlineData("alexnet", 2)]
    [InlineData("vgg-11", 3)]
    [InlineData("resnet-10", 4)]
    [InlineData("resnet-18", 8)]
    [InlineData("resnet-34", 16)]
    [InlineData("resnet-50", 16)]
    public void Units_that_can_be_skipped_are_the_published_ones(string name, int units) =>
        Assert.Equal(units, NetworkCase.Plan(name, "{}", NetworkCase.Color32).Layers.Units);

    [Fact]
    public void Every_member_is_tested() =>
        Assert.Equal(NetworkFamily.Members.Select(member => member.Name), Members.Select(member => member.Data.Item1));

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_sees_every_common_shape(string name, string options)
    {
        using var scope = NewDisposeScope();
        foreach (var (shape, classes) in new[] { (NetworkCase.Grey28, 10), (NetworkCase.Color32, 100), (NetworkCase.Color64, 7) })
        {
            using var network = NetworkCase.Create(name, options, shape, classes);
            var x = NetworkCase.Images(shape, 3).requires_grad_(true);
            var logits = network.Forward(x, training: true);
            Assert.Equal([3, classes], logits.shape);
            Assert.Equal([3, network.Features], network.Embed(x).shape);
            Assert.Equal(network.ParameterCount, network.Parameters.Sum(parameter => parameter.numel()));
            logits.square().sum().backward();
            Assert.All(network.Parameters, (parameter, i) => Assert.True(parameter.grad is not null, $"parameter {i}"));
            Assert.True(x.grad!.isfinite().all().item<bool>());
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void The_planned_output_of_the_body_is_the_real_one(string name, string options)
    {
        using var scope = NewDisposeScope();
        foreach (var side in new[] { 33, 37, 45 })
        {
            var shape = new ImageShape(3, side, side + 2);
            using var network = NetworkCase.Create(name, options, shape);
            Assert.Equal([2, network.Features], network.Embed(NetworkCase.Images(shape, 2)).shape);
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void The_same_seed_gives_the_same_weights(string name, string options)
    {
        using var one = NetworkCase.Create(name, options, NetworkCase.Color32);
        using var same = NetworkCase.Create(name, options, NetworkCase.Color32);
        using var other = NetworkCase.Create(name, options, NetworkCase.Color32, seed: 2);
        Assert.All(one.Parameters.Zip(same.Parameters), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
        Assert.False(one.Parameters[0].equal(other.Parameters[0]).all().item<bool>());
    }

    [Theory]
    [InlineData("convnet", """{"depth":6}""", 28)]
    [InlineData("lenet", "{}", 11)]
    [InlineData("vgg-11", "{}", 31)]
    [InlineData("alexnet", "{}", 7)]
    public void Images_too_small_for_the_depth_are_refused_before_any_allocation(string name, string options, int size)
    {
        var shape = new ImageShape(3, size, size);
        var member = NetworkFamily.Find(name)!;
        var before = LiveTensors.Count;
        var fault = Assert.Single(member.Faults(OptionFields.Bind(member.OptionsType, NetworkCase.Spec(name, options)), shape));
        Assert.Contains($"3×{size}×{size}", fault, StringComparison.Ordinal);
        var refused = Assert.Throws<ArgumentException>(() => NetworkCase.Create(name, options, shape));
        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_refused() =>
        Assert.Throws<ArgumentException>(() => NetworkCase.Create("convnet", """{"norm":"group","width":6}""", NetworkCase.Color32));

    [Fact]
    public void Unknown_networks_are_refused() =>
        Assert.Throws<ArgumentException>(() => NetworkCase.Create("no-such", "{}", NetworkCase.Color32));

    [Fact]
    public void Every_option_has_help_and_a_default_that_is_allowed()
    {
        foreach (var member in NetworkFamily.Members)
        {
            var fields = OptionFields.Of(member.OptionsType);
            var spec = new ComponentSpec { Name = member.Name, Options = fields.ToDictionary(field => field.Name, field => field.Default) };
            Assert.Empty(OptionFields.Faults(fields, spec, "network"));
            Assert.All(fields, field => Assert.EndsWith(".", field.Help, StringComparison.Ordinal));
        }
    }
}
