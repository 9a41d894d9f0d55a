using Engine.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Numerics;

public sealed class GradientsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Derivatives_of_derivatives_are_right()
    {
        var x = tensor(new double[] { 1, 2, 3 }).requires_grad_(true);
        var first = Gradients.Of(x.pow(3).sum(), [x], createGraph: true)[0];
        var second = Gradients.Of(first.sum(), [x], createGraph: true)[0];
        var third = Gradients.Of(second.sum(), [x], createGraph: false)[0];
        Assert.Equal([3, 12, 27], first.data<double>().ToArray());
        Assert.Equal([6, 12, 18], second.data<double>().ToArray());
        Assert.Equal([6, 6, 6], third.data<double>().ToArray());
    }

    [Fact]
    public void The_same_graph_can_be_derived_twice()
    {
        var x = tensor(2.0).requires_grad_(true);
        var loss = x.square().exp();
        var once = Gradients.Of(loss, [x], createGraph: false)[0].item<double>();
        Assert.Equal(once, Gradients.Of(loss, [x], createGraph: false)[0].item<double>());
    }

    [Fact]
    public void Inputs_without_influence_have_gradient_zero_or_an_error_that_names_the_caller()
    {
        var (x, unused) = (tensor(2.0).requires_grad_(true), ones(2, 3).requires_grad_(true));
        var gradients = Gradients.Of(x.square(), [x, unused], createGraph: false);
        Assert.Equal(4, gradients[0].item<double>());
        Assert.Equal([2, 3], gradients[1].shape);
        Assert.Equal(0, gradients[1].abs().sum().item<float>());
        var error = Assert.Throws<ArgumentException>(() => Gradients.OfAll(x.square(), [x, unused], createGraph: false));
        Assert.StartsWith("GradientsTests.Inputs_without_influence", error.Message, StringComparison.Ordinal);
        Assert.Contains("input 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_end_the_process_is_an_exception()
    {
        var (x, constant) = (ones(3).requires_grad_(true), ones(3));
        AssertRefused(x * 2, [x], "one number");
        AssertRefused(constant.sum(), [x], "nothing that requires gradients");
        AssertRefused(x.sum(), [constant], "input 0 does not require gradients");
        AssertRefused(x.sum(), [], "nothing to derive by");
        var gone = ones(3).requires_grad_(true);
        gone.Dispose();
        AssertRefused(x.sum(), [x, gone], "input 1 is disposed");
    }

    public void Dispose() => _scope.Dispose();

    private static void AssertRefused(Tensor loss, IReadOnlyList<Tensor> inputs, string reason)
    {
        var error = Assert.Throws<ArgumentException>(() => Gradients.Of(loss, inputs, createGraph: true));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("GradientsTests.AssertRefused", error.Message, StringComparison.Ordinal);
    }
}
