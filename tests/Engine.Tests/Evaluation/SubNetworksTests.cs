using Engine.Evaluation;
using Engine.Networks;
using Engine.Tests.Networks;
using Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Evaluation;

public sealed class SubNetworksTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Network _network = NetworkCase.Create("resnet-10", """{"width":4,"norm":"instance"}""", NetworkCase.Color32, classes: 10);
    private readonly Tensor _x = NetworkCase.Images(NetworkCase.Color32, 40);

    public SubNetworksTests()
    {
        // Only the features decide, so that sub-networks differ.
        using var withoutGraph = no_grad();
        _network.Parameters[^1].zero_();
        _network.Parameters[^2].copy_(randn(_network.Parameters[^2].shape, generator: new Generator(8, CPU)));
    }

    [Fact]
    public void At_keep_rate_1_every_sub_network_is_the_whole()
    {
        var labels = Predictions.Of(_network, _x, () => { });
        Assert.Equal((1, 1, 1), SubNetworks.Accuracies(_network, _x, labels, 1, 3, new Random(1), () => { }));
    }

    [Fact]
    public void Mean_lowest_and_highest_are_those_of_the_drawn_patterns()
    {
        var labels = Predictions.Of(_network, _x, () => { });

        // Four units, three sub-networks: none kept, all kept, all but the first.
        double[] draws = [0.9, 0.9, 0.9, 0.9, 0, 0, 0, 0, 0.9, 0, 0, 0];
        var measured = SubNetworks.Accuracies(_network, _x, labels, 0.5, 3, new ScriptedRandom(draws), () => { })!.Value;
        var patterns = draws.Chunk(4).Select(unit => unit.Select(draw => draw < 0.5).ToArray());
        var expected = patterns.Select(kept =>
        {
            var noise = ScriptedRandom.Keeping(0.5, [.. kept.SelectMany(keep => Enumerable.Repeat(keep, 40))]);
            return _network.Forward(_x, noise: noise).argmax(1).eq(labels).sum().item<long>() / 40.0;
        }).ToList();
        Assert.Equal((expected.Average(), expected.Min(), expected.Max()), measured);
        Assert.True(expected.Distinct().Count() > 1);
    }

    [Fact]
    public void Without_units_or_draws_there_is_nothing_to_compare()
    {
        using var mlp = NetworkCase.Create("mlp", """{"width":4}""", NetworkCase.Color32, classes: 3);
        var labels = zeros(40, ScalarType.Int64);
        Assert.Null(SubNetworks.Accuracies(mlp, _x, labels, 0.5, 3, new Random(1), () => { }));
        Assert.Null(SubNetworks.Accuracies(_network, _x, labels, 0.5, 0, new Random(1), () => { }));
    }

    public void Dispose()
    {
        _network.Dispose();
        _scope.Dispose();
    }
}
