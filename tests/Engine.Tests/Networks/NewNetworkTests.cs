using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Contracts;
using Engine.Mitigation;
using Engine.Networks;
using Engine.Networks.Blocks;
using Engine.Networks.Layers;
using Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Networks;

/// <summary>
/// Two networks that the engine does not know, each a method and one line: they get DropPath, recipes and a form without another edit.
/// </summary>
public sealed class NewNetworkTests : IDisposable
{
    private static readonly IReadOnlyList<NetworkMember> Members =
    [
        .. NetworkFamily.Members,
        NetworkMember.Of<TinyOptions>("tiny-residual", "Tiny residual", "Two blocks.", "", TinyResidual),
        NetworkMember.Of<TinyOptions>("tiny-chain", "Tiny chain", "Three convolutions.", "", TinyChain),
    ];

    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Their_forms_are_in_the_catalog()
    {
        var known = Catalog.Describe(Members).Networks;
        Assert.Equal(["tiny-residual", "tiny-chain"], known.Select(network => network.Name).Except(Catalog.Describe().Networks.Select(network => network.Name)));
        var option = Assert.Single(known[^1].Options);
        Assert.Equal(("width", "Channels.", 1, 64, 6), (option.Name, option.Help, option.Minimum, option.Maximum, option.Default.GetInt32()));
    }

    [Theory]
    [InlineData("tiny-residual", 2)]
    [InlineData("tiny-chain", 1)]
    public void They_are_trained_by_every_recipe_of_the_catalog(string name, int units)
    {
        using var teacher = Create("tiny-chain", NetworkStyle.Plain);
        var (x, y) = (NetworkCase.Images(NetworkCase.Grey28, 6), tensor(new long[] { 0, 1, 2, 0, 1, 2 }));
        Assert.All(RecipeFamily.Members, recipe =>
        {
            using var scope = NewDisposeScope();
            var plan = new RecipePlan(recipe.Options with { Budget = recipe.Options.Budget / 4 }, 8, 6);
            using var network = Create(name, plan.Style);
            using var before = network.Values();
            var noise = new CountingRandom();
            Trainer.Train(network, x, y, plan.For(network.Units, teacher), new Random(1), noise, () => { });
            Assert.Equal(units, network.Units);
            Assert.Equal(recipe.Options is { DropPath: not "none" } or { Dropout: > 0 } or { Mixing: not "none" }, noise.Doubles > 0);
            Assert.All(network.Parameters, parameter => Assert.True(parameter.isfinite().all().item<bool>()));
            Assert.False(before.Tensors[0].equal(network.Parameters[0]).all().item<bool>());
        });
    }

    [Theory]
    [InlineData("tiny-residual")]
    [InlineData("tiny-chain")]
    public void DropPath_skips_their_units_in_training_and_none_at_test_time(string name)
    {
        using var plain = Create(name, NetworkStyle.Plain);
        using var dropping = Create(name, new NetworkStyle(DropPath: true, ImprovedShortcut: true));
        var x = NetworkCase.Images(NetworkCase.Grey28, 4);
        var whole = dropping.Forward(x);
        Assert.False(dropping.Forward(x, noise: ScriptedRandom.Keeping(0.5, false)).allclose(whole, 0, 1e-4));
        Assert.True(plain.Parameters.Zip(dropping.Parameters).All(pair => pair.First.equal(pair.Second).all().item<bool>()));
        if (name == "tiny-chain") Assert.True(whole.equal(plain.Forward(x)).all().item<bool>());
    }

    public void Dispose() => _scope.Dispose();

    private static IReadOnlyList<ILayer> TinyResidual(TinyOptions options, LayerPlan plan)
    {
        var block = new ResNetOptions { Width = options.Width, Norm = "instance" };
        return
        [
            new Convolution(plan, options.Width, 3), new Activation(),
            BasicBlock.Of(plan, options.Width, 1, block), BasicBlock.Of(plan, 2 * options.Width, 2, block), new GlobalAverage(plan),
        ];
    }

    private static IReadOnlyList<ILayer> TinyChain(TinyOptions options, LayerPlan plan) =>
    [
        new Convolution(plan, options.Width, 3, stride: 2), new Activation(),
        new Convolution(plan, options.Width, 3), new Activation("swish"), new Pooling(plan, "average"),
        new Convolution(plan, 2 * options.Width, 3), new Activation(), new GlobalAverage(plan),
    ];

    private static Network Create(string name, NetworkStyle style)
    {
        using var random = new Generator(1, CPU);
        var member = Members.Single(candidate => candidate.Name == name);
        return Network.Create(name, member.From(new ComponentSpec { Name = name }, NetworkCase.Grey28, 3, style), random, CPU);
    }

    private sealed record TinyOptions
    {
        [Range(1, 64), Description("Channels.")]
        public int Width { get; init; } = 6;
    }

    /// <summary>Counts the numbers that DropPath, dropout and mixing draw; augmentation draws single precision.</summary>
    private sealed class CountingRandom() : Random(7)
    {
        public int Doubles { get; private set; }

        public override double NextDouble()
        {
            Doubles++;
            return base.NextDouble();
        }
    }
}
