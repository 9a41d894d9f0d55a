using Engine.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Engine.Tests.Numerics;

/// <summary>A norm with the ReLU and the pooling after it, against the library's operations one after the other.</summary>
public sealed class NormBlockTests : IDisposable
{
    private const double Epsilon = 1e-5;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _random = new(4, CPU);

    [Theory]
    [InlineData(6, 6, 32, 32, nameof(NormTail.ReluAverage))]
    [InlineData(6, 6, 16, 16, nameof(NormTail.ReluAverage))]
    [InlineData(6, 3, 8, 8, nameof(NormTail.ReluAverage))]
    [InlineData(4, 1, 7, 7, nameof(NormTail.ReluAverage))]
    [InlineData(4, 4, 5, 26, nameof(NormTail.ReluAverage))]
    [InlineData(4, 2, 13, 51, nameof(NormTail.ReluAverage))]
    [InlineData(3, 3, 2, 3, nameof(NormTail.ReluAverage))]
    [InlineData(6, 6, 16, 16, nameof(NormTail.Relu))]
    [InlineData(4, 2, 9, 11, nameof(NormTail.Relu))]
    [InlineData(4, 1, 9, 11, nameof(NormTail.None))]
    public void It_agrees_in_value_gradient_and_second_derivative(int channels, int groups, int height, int width, string after)
    {
        var tail = Enum.Parse<NormTail>(after);
        Tensor[] inputs = Inputs(3, channels, height, width);
        var mine = Derived(inputs, t => NormBlock.Of(t[0], groups, t[1], t[2], Epsilon, tail), ScalarType.Float32);
        var theirs = Derived(inputs, t => Library(t, groups, tail), ScalarType.Float64);
        foreach (var (e, a) in theirs.Zip(mine)) Near(e, a, 2e-4);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, false)]
    public void What_asks_for_no_gradient_gets_none_and_the_others_get_theirs(bool byX, bool byScale, bool byShift)
    {
        bool[] asked = [byX, byScale, byShift];
        var expected = First(t => Library(t, 2, NormTail.ReluAverage), asked);
        var found = First(t => NormBlock.Of(t[0], 2, t[1], t[2], Epsilon, NormTail.ReluAverage), asked);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(asked[i], found[i] is not null);
            if (found[i] is { } gradient) Near(expected[i]!, gradient, 1e-5);
        }

        Tensor?[] First(Func<Tensor[], Tensor> f, bool[] of)
        {
            using var random = new Generator(8, CPU);
            Tensor[] leaves = [Single(3, 4, 10, 10, random), Single(4, random), Single(4, random)];
            for (var i = 0; i < 3; i++) leaves[i].requires_grad = of[i];
            (f(leaves) * Single(3, 4, 5, 5, random)).sum().backward();
            return [.. leaves.Select(leaf => leaf.grad)];
        }
    }

    [Theory]
    [InlineData(nameof(NormTail.ReluAverage))]
    [InlineData(nameof(NormTail.Relu))]
    public void Inputs_and_gradients_that_lie_scattered_in_memory_give_the_same(string after)
    {
        var tail = Enum.Parse<NormTail>(after);
        var (x, scale, shift) = (Single(3, 10, 12, 6, _random), Single(6, _random), Single(6, _random));
        var scattered = x.detach().permute(0, 3, 1, 2).requires_grad_(true);
        var together = x.permute(0, 3, 1, 2).contiguous().requires_grad_(true);
        var (one, other) = (NormBlock.Of(scattered, 3, scale, shift, Epsilon, tail), NormBlock.Of(together, 3, scale, shift, Epsilon, tail));
        var arrives = randn(one.shape[0], one.shape[2], one.shape[3], one.shape[1], generator: _random).permute(0, 3, 1, 2);
        Assert.Equal(Values(other), Values(one));
        Assert.Equal(
            Values(Gradients.Through(other, [together], arrives.contiguous())[0]), Values(Gradients.Through(one, [scattered], arrives)[0]));
    }

    [Theory]
    [InlineData(nameof(NormTail.ReluAverage))]
    [InlineData(nameof(NormTail.Relu))]
    public void What_is_no_number_goes_through_as_in_the_library(string after)
    {
        var tail = Enum.Parse<NormTail>(after);
        var (x, scale, shift) = (Single(2, 4, 8, 20, _random), ones(4), zeros(4));
        x[0, 1, 3, 4] = float.NaN;
        x[1, 2, 0, 0] = float.PositiveInfinity;
        x.requires_grad_(true);
        var (mine, theirs) = (NormBlock.Of(x, 4, scale, shift, Epsilon, tail), Library([x, scale, shift], 4, tail));
        Assert.Equal(Values(theirs.isnan()), Values(mine.isnan()));
        Assert.True(mine.isnan().any().item<bool>());
        var arrives = ones_like(mine);
        Assert.Equal(
            Values(Gradients.Through(theirs, [x], arrives)[0].isnan()), Values(Gradients.Through(mine, [x], arrives)[0].isnan()));
    }

    [Fact]
    public void Without_a_graph_the_value_is_the_same_to_the_bit_and_asks_for_nothing()
    {
        var (x, scale, shift) = (Single(3, 4, 9, 18, _random).requires_grad_(true), Single(4, _random), Single(4, _random));
        var with = NormBlock.Of(x, 2, scale, shift, Epsilon, NormTail.ReluAverage);
        Assert.True(with.requires_grad);
        using var withoutGraph = no_grad();
        var without = NormBlock.Of(x, 2, scale, shift, Epsilon, NormTail.ReluAverage);
        Assert.False(without.requires_grad);
        Assert.Equal(Values(with), Values(without));
    }

    [Theory]
    [InlineData(nameof(NormTail.ReluAverage))]
    [InlineData(nameof(NormTail.Relu))]
    public void Threads_do_not_change_a_bit(string after)
    {
        var tail = Enum.Parse<NormTail>(after);
        Tensor[] inputs = Inputs(5, 6, 11, 18);
        Tensor Of(Tensor[] t) => NormBlock.Of(t[0], 3, t[1], t[2], Epsilon, tail);
        var alone = Derived(inputs, Of, ScalarType.Float32);
        set_num_threads(2);
        try
        {
            foreach (var (one, other) in alone.Zip(Derived(inputs, Of, ScalarType.Float32))) Assert.Equal(Values(one), Values(other));
        }
        finally
        {
            set_num_threads(1);
        }
    }

    [Fact]
    public void Nothing_is_left_of_a_graph_that_is_gone()
    {
        var before = LiveTensors.Count;
        for (var i = 0; i < 4; i++)
        {
            using (NewDisposeScope())
            {
                Derived(Inputs(2, 4, 8, 8), t => NormBlock.Of(t[0], 4, t[1], t[2], Epsilon, NormTail.ReluAverage), ScalarType.Float32);
            }

            Assert.Equal(before, LiveTensors.Count);
        }
    }

    public void Dispose()
    {
        _random.Dispose();
        _scope.Dispose();
    }

    private static Tensor Library(Tensor[] t, int groups, NormTail tail)
    {
        var norm = F.group_norm(t[0], groups, t[1], t[2], Epsilon);
        return tail switch
        {
            NormTail.None => norm,
            NormTail.Relu => F.relu(norm),
            _ => F.avg_pool2d(F.relu(norm), 2, 2),
        };
    }

    /// <summary>The value, its gradients by the three inputs, and the gradients by the inputs of a mixture of those gradients.</summary>
    private static Tensor[] Derived(Tensor[] inputs, Func<Tensor[], Tensor> f, ScalarType type)
    {
        using var random = new Generator(9, CPU);
        var leaves = inputs.Select(input => input.to_type(type).detach().requires_grad_(true)).ToArray();
        var y = f(leaves);
        var loss = (y * y * Like(y)).sum();
        var first = Gradients.OfAll(loss, leaves, createGraph: true);
        first.Select(g => (g * Like(g)).sum()).Aggregate((a, b) => a + b).backward();
        return [y.detach(), .. first.Select(g => g.detach()), .. leaves.Select(leaf => leaf.grad!)];

        Tensor Like(Tensor t) => randn(t.shape, dtype: ScalarType.Float64, generator: random).to_type(type);
    }

    private static void Near(Tensor expected, Tensor actual, double within) => Assert.InRange(
        ((actual.to_type(ScalarType.Float64) - expected.to_type(ScalarType.Float64)).norm() / (expected.norm() + 1e-6)).to_type(ScalarType.Float64).item<double>(), 0, within);

    private static Tensor Single(long n, Generator random) => randn(n, generator: random);

    private static Tensor Single(long n, long c, long h, long w, Generator random) => randn(n, c, h, w, generator: random);

    private static object[] Values(Tensor t) => t.dtype == ScalarType.Bool
        ? [.. t.contiguous().data<bool>().Select(value => (object)value)]
        : [.. t.detach().contiguous().data<float>().Select(value => (object)value)];

    private Tensor[] Inputs(long n, long channels, long height, long width) =>
        [Drawn(n, channels, height, width) * 0.7 + 0.4, Drawn(channels) * 0.3 + 1, Drawn(channels) * 0.5];

    private Tensor Drawn(params long[] shape) => randn(shape, dtype: ScalarType.Float64, generator: _random);
}
