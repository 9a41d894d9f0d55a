using Engine.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Engine.Tests.Numerics;

/// <summary>Norm and convolution for passes that are derived twice, against the library's own in double precision.</summary>
public sealed class TwiceDerivedTests : IDisposable
{
    private const double Epsilon = 1e-5;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _random = new(4, CPU);

    [Theory]
    [InlineData(6, 6, 32)]
    [InlineData(6, 2, 7)]
    [InlineData(4, 1, 3)]
    [InlineData(3, 3, 2)]
    public void A_norm_agrees_in_value_gradient_and_second_derivative(int channels, int groups, int side)
    {
        Tensor[] inputs = [Drawn(3, channels, side, side) * 0.7 + 0.4, Drawn(channels) * 0.3 + 1, Drawn(channels)];
        var mine = Derived(inputs, [0, 1, 2], t => NormBlock.Of(t[0], groups, t[1], t[2], Epsilon), ScalarType.Float32);
        var theirs = Derived(inputs, [0, 1, 2], t => F.group_norm(t[0], groups, t[1], t[2], Epsilon), ScalarType.Float64);
        Agree(theirs, mine, side == 2 ? 1e-3 : 1e-4);
    }

    [Fact]
    public void A_norm_far_from_zero_keeps_its_digits()
    {
        Tensor[] inputs = [Drawn(2, 4, 9, 9) + 30, Drawn(4) * 0.3 + 1, Drawn(4)];
        var mine = Derived(inputs, [0], t => NormBlock.Of(t[0], 4, t[1], t[2], Epsilon), ScalarType.Float32);
        var theirs = Derived(inputs, [0], t => F.group_norm(t[0], 4, t[1], t[2], Epsilon), ScalarType.Float64);
        Agree(theirs, mine, 1e-3);
    }

    [Theory]
    [InlineData(1, 5, 3, 1, true)]
    [InlineData(4, 6, 1, 2, false)]
    [InlineData(4, 6, 1, 1, true)]
    public void A_convolution_agrees_in_value_gradient_and_second_derivative(int from, int to, int padding, int stride, bool bias)
    {
        Tensor[] inputs = [Drawn(3, from, 9, 8), Drawn(to, from, 3, 3) * 0.3, Drawn(to)];
        int[] by = bias ? [0, 1, 2] : [0, 1];
        var geometry = new ConvolutionGeometry([stride, stride], [padding, padding]);
        var mine = Derived(inputs, by, t => TwiceDerivedConvolution.Of(t[0], t[1], bias ? t[2] : null, geometry), ScalarType.Float32);
        var theirs = Derived(inputs, by, t => F.conv2d(t[0], t[1], bias ? t[2] : null, [stride, stride], [padding, padding]), ScalarType.Float64);
        Agree(theirs, mine, 1e-4);
    }

    [Fact]
    public void By_images_only_the_second_derivative_by_images_is_the_same()
    {
        Tensor[] inputs = [Drawn(3, 4, 8, 8), Drawn(5, 4, 3, 3) * 0.3, Drawn(5)];
        Tensor Of(Tensor[] t, bool only) => TwiceDerivedConvolution.Of(t[0], t[1], t[2], new ConvolutionGeometry([1, 1], [1, 1], only));
        var all = Derived(inputs, [0, 1, 2], t => Of(t, only: false), ScalarType.Float32);
        var only = Derived(inputs, [0, 1, 2], t => Of(t, only: true), ScalarType.Float32);
        for (var i = 0; i < 5; i++) Assert.Equal(all[i]!.data<float>().ToArray(), only[i]!.data<float>().ToArray());
        Assert.Null(only[5]);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        Tensor[] inputs = [Drawn(5, 6, 11, 11), Drawn(6), Drawn(6)];
        var alone = Derived(inputs, [0, 1, 2], t => NormBlock.Of(t[0], 3, t[1], t[2], Epsilon), ScalarType.Float32);
        set_num_threads(2);
        try
        {
            var together = Derived(inputs, [0, 1, 2], t => NormBlock.Of(t[0], 3, t[1], t[2], Epsilon), ScalarType.Float32);
            for (var i = 1; i < 4; i++) Assert.Equal(alone[i]!.data<float>().ToArray(), together[i]!.data<float>().ToArray());
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
        var counts = Enumerable.Range(0, 4).Select(_ =>
        {
            using var inner = NewDisposeScope();
            Tensor[] inputs = [Drawn(2, 4, 8, 8), Drawn(4, 4, 3, 3), Drawn(4)];
            var geometry = new ConvolutionGeometry([1, 1], [1, 1]);
            Derived(inputs, [0, 1, 2], t => NormBlock.Of(TwiceDerivedConvolution.Of(t[0], t[1], t[2], geometry), 4, t[2], t[2], Epsilon), ScalarType.Float32);
            inner.Dispose();
            return LiveTensors.Count;
        }).ToList();
        Assert.All(counts, count => Assert.Equal(before, count));
    }

    public void Dispose()
    {
        _random.Dispose();
        _scope.Dispose();
    }

    /// <summary>
    /// The value, its gradients by some inputs, and the gradients by the images, and then by the others, of a mixture of those gradients; none where nothing
    /// arrives.
    /// </summary>
    private Tensor?[] Derived(Tensor[] inputs, int[] by, Func<Tensor[], Tensor> f, ScalarType type)
    {
        using var random = new Generator(9, CPU);
        var leaves = inputs.Select(input => input.to_type(type).detach().requires_grad_(true)).ToArray();
        var y = f(leaves);
        var loss = (y * y * randn(y.shape, dtype: ScalarType.Float64, generator: random).to_type(type)).sum();
        var first = Gradients.OfAll(loss, [.. by.Select(i => leaves[i])], createGraph: true);
        var mixed = first.Select(g => (g * randn(g.shape, dtype: ScalarType.Float64, generator: random).to_type(type)).sum()).Aggregate((a, b) => a + b);
        mixed.backward();
        return [y.detach(), .. first.Select(g => g.detach()), .. by.Select(i => leaves[i].grad)];
    }

    private static void Agree(Tensor?[] expected, Tensor?[] actual, double within)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual))
            Assert.InRange(((a!.to_type(ScalarType.Float64) - e!).norm() / (e!.norm() + 1e-6)).item<double>(), 0, within);
    }

    private Tensor Drawn(params long[] shape) => randn(shape, dtype: ScalarType.Float64, generator: _random);

    [Fact]
    public void An_input_that_fits_into_no_span_is_left_to_the_library()
    {
        Assert.True(NormBlock.Takes(ScalarType.Float32, int.MaxValue / 4));
        Assert.False(NormBlock.Takes(ScalarType.Float32, (int.MaxValue / 4) + 1L));
        Assert.False(NormBlock.Takes(ScalarType.Float64, 1));
    }
}
