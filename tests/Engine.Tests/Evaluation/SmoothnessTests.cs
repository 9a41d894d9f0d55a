using Engine.Evaluation;
using Engine.Networks;
using Engine.Networks.Layers;
using Engine.Numerics;
using Engine.Tests.Networks;
using Engine.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Evaluation;

/// <summary>Smoothness against answers that are known, and against differences of the loss.</summary>
public sealed class SmoothnessTests : IDisposable
{
    private static readonly ImageShape OnePixel = new(1, 1, 1);

    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>
    /// Logits w·x + b of one pixel and two classes. With all parameters 0 both classes have probability ½; H = ¼·E[x̃x̃ᵀ] ⊗ [[1, −1], [−1, 1]]
    /// with x̃ = (x, 1), so its largest eigenvalue is ½ of that of E[x̃x̃ᵀ].
    /// </summary>
    [Fact]
    public void The_eigenvalue_and_the_norm_of_logistic_regression_are_known()
    {
        using var network = Linear();
        using var random = new Generator(1, CPU);
        var x = tensor(new float[] { 1, 3 }, [2, 1, 1, 1]);
        var y = tensor(new long[] { 0, 1 });

        // E[x̃x̃ᵀ] = [[5, 2], [2, 1]]: eigenvalues 3 ± √8.
        Assert.Equal((3 + Math.Sqrt(8)) / 2, Smoothness.LargestEigenvalue(network, x, y, random), 1e-4);

        // By w₀: E[(½ − [y = 0])·x] = (−½ + 1.5)/2 = ½, by b₀: 0; class 1 the opposite.
        Assert.Equal(Math.Sqrt(0.5), Smoothness.GradientNorm(network, x, y), 1e-6);
    }

    [Theory]
    [InlineData("convnet", """{"width":3,"depth":2,"activation":"swish"}""")]
    [InlineData("mlp", """{"width":6}""")]
    [InlineData("resnet-10", """{"width":2,"norm":"instance"}""")]
    public void The_norm_is_the_slope_of_the_loss_along_its_gradient(string name, string options)
    {
        var shape = new ImageShape(2, 16, 16);
        using var network = NetworkCase.Create(name, options, shape, classes: 3);
        var (x, y) = (NetworkCase.Images(shape, 6), tensor(new long[] { 0, 1, 2, 0, 1, 2 }));
        var values = network.Parameters.Select(parameter => parameter.detach().to(ScalarType.Float64).requires_grad_(true)).ToList();
        var x64 = x.to(ScalarType.Float64);
        Tensor Loss(IReadOnlyList<Tensor> at) => nn.functional.cross_entropy(network.Forward(x64, parameters: at), y);
        var gradient = Gradients.Of(Loss(values), values, createGraph: false);
        var norm = Math.Sqrt(gradient.Sum(part => part.square().sum().item<double>()));
        const double step = 1e-5;
        double Along(double by) => Loss([.. values.Zip(gradient, (value, part) => (value + by / norm * part).detach())]).item<double>();
        Assert.Equal((Along(step) - Along(-step)) / (2 * step), norm, 1e-4 * norm);
        Assert.Equal(norm, Smoothness.GradientNorm(network, x, y), 1e-3 * norm);
    }

    [Fact]
    public void The_eigenvalue_of_a_network_is_the_curvature_that_differences_see()
    {
        var shape = new ImageShape(1, 4, 4);
        using var network = NetworkCase.Create("mlp", """{"width":5}""", shape, classes: 3);
        var (x, y) = (NetworkCase.Images(shape, 6), tensor(new long[] { 0, 1, 2, 0, 1, 2 }));
        using var random = new Generator(1, CPU);
        var estimated = Smoothness.LargestEigenvalue(network, x, y, random);

        // The whole Hessian, by differences of gradients in double precision.
        var sizes = network.Parameters.Select(parameter => (int)parameter.numel()).ToList();
        var start = cat([.. network.Parameters.Select(parameter => parameter.detach().flatten())]).to(ScalarType.Float64);
        const double step = 1e-5;
        var columns = Enumerable.Range(0, sizes.Sum()).Select(i =>
        {
            var by = zeros_like(start);
            by[i] = step;
            return (Gradient(start + by) - Gradient(start - by)) / (2 * step);
        });
        var hessian = stack([.. columns]);
        var eigenvalues = linalg.eigvalsh((hessian + hessian.t()) / 2);
        var largest = eigenvalues[eigenvalues.abs().argmax()].item<double>();
        Assert.Equal(largest, estimated, 0.03 * Math.Abs(largest));

        Tensor Gradient(Tensor at)
        {
            var parts = Split(at, sizes).Zip(network.Parameters, (part, like) => part.reshape(like.shape).detach().requires_grad_(true)).ToList();
            var loss = nn.functional.cross_entropy(network.Forward(x.to(ScalarType.Float64), parameters: parts), y);
            return cat([.. Gradients.Of(loss, parts, createGraph: false).Select(part => part.flatten())]);
        }

        static IEnumerable<Tensor> Split(Tensor all, IReadOnlyList<int> sizes)
        {
            var from = 0;
            foreach (var size in sizes)
            {
                yield return all.narrow(0, from, size);
                from += size;
            }
        }
    }

    [Theory]
    [InlineData("resnet-10", """{"width":2,"norm":"batch"}""")]
    [InlineData("alexnet", """{"width":4,"norm":"instance"}""")]
    [InlineData("convnet", """{"width":4,"pooling":"max"}""")]
    public void Measuring_changes_nothing_and_leaves_nothing(string name, string options)
    {
        using var network = NetworkCase.Create(name, options, NetworkCase.Color32, classes: 3);
        var (x, y) = (NetworkCase.Images(NetworkCase.Color32, 3), tensor(new long[] { 0, 1, 2 }));
        using var before = network.Values();
        Measure();
        var live = LiveTensors.Count;
        Measure();
        Assert.Equal(live, LiveTensors.Count);
        using var after = network.Values();
        Assert.All(before.Tensors.Zip(after.Tensors), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
        Assert.All(network.Parameters, parameter => Assert.Null(parameter.grad));

        void Measure()
        {
            using var scope = NewDisposeScope();
            using var random = new Generator(1, CPU);
            Assert.True(double.IsFinite(Smoothness.LargestEigenvalue(network, x, y, random)));
            Assert.InRange(Smoothness.GradientNorm(network, x, y), 1e-3, 1e3);
        }
    }

    public void Dispose() => _scope.Dispose();

    private static Network Linear()
    {
        using var random = new Generator(1, CPU);
        var network = Network.Create("linear", NetworkPlan.Of(OnePixel, 2, NetworkStyle.Plain, _ => Array.Empty<ILayer>()), random, CPU);
        using var withoutGraph = no_grad();
        foreach (var parameter in network.Parameters) parameter.zero_();
        return network;
    }
}
