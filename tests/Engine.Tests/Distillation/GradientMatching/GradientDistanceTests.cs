using Engine.Distillation.GradientMatching;
using Engine.Networks;
using Engine.Numerics;
using Engine.Tests.Networks;
using Engine.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Distillation.GradientMatching;

public sealed class GradientDistanceTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("layerwise", "c.dc_ours")]
    [InlineData("squared", "c.dc_mse")]
    [InlineData("cosine", "c.dc_cos")]
    public void Distances_and_their_gradients_by_the_images_are_the_reference_codes(string kind, string golden)
    {
        using var network = NetworkCase.Create("convnet", """{"width":16}""", NetworkCase.Color32);
        var parameters = Golden.Tensors("c.param", 14)
            .Select(parameter => parameter.requires_grad_(GradientDistance.Compares(kind, parameter))).ToList();
        var compared = parameters.Where(parameter => parameter.requires_grad).ToList();
        var real = Golden.Tensors("c.grad_r", 14).Where((_, i) => parameters[i].requires_grad).ToList();
        var x = Golden.Tensor("c.xs").requires_grad_(true);
        var loss = nn.functional.cross_entropy(network.Forward(x, parameters: parameters), full([2], 3, dtype: ScalarType.Int64));
        var distance = GradientDistance.ByLayer(kind, Gradients.OfAll(loss, compared, createGraph: true), real).sum();
        distance.backward(inputs: [x]);
        Golden.Agrees(distance, tensor((float)Golden.Scalar(golden)));
        Golden.Agrees(x.grad!, Golden.Tensor(golden + "_dx"));
    }

    [Fact]
    public void Layerwise_is_one_minus_the_cosine_of_every_row_and_leaves_out_what_has_one_dimension()
    {
        List<Tensor> s = [Values([3, 4, 1, 0], 2, 2), Values([9, 9], 2), Values([1, 2, 2], 1, 3)];
        List<Tensor> r = [Values([4, 3, -2, 0], 2, 2), Values([1, 0], 2), Values([2, 4, 4], 1, 3)];
        var compared = s.Select(gradient => GradientDistance.Compares("layerwise", gradient)).ToList();
        Assert.Equal([true, false, true], compared);
        Agree([1 - 24.0 / 25 + 2, 0], GradientDistance.ByLayer("layerwise", [s[0], s[2]], [r[0], r[2]]), 1e-5);
    }

    [Fact]
    public void Squared_and_cosine_count_every_tensor_those_of_one_dimension_with_the_layer_before()
    {
        List<Tensor> s = [Values([1, 2], 1, 2), Values([3], 1), Values([2, 0], 2, 1), Values([0, 1], 2)];
        List<Tensor> r = [Values([0, 2], 1, 2), Values([1], 1), Values([2, 4], 2, 1), Values([0, 0], 2)];
        Agree([1 + 4, 16 + 1], GradientDistance.ByLayer("squared", s, r), 1e-12);
        var cosine = (4 + 3 + 4 + 0) / (Math.Sqrt(19) * Math.Sqrt(25));
        Assert.Equal(1 - cosine, GradientDistance.ByLayer("cosine", s, r).sum().item<double>(), 6);
        var n = Math.Sqrt(19);
        double[] halves =
        [
            (Square(1 / n - 0) + Square(2 / n - 2.0 / 5) + Square(3 / n - 1.0 / 5)) / 2,
            (Square(2 / n - 2.0 / 5) + Square(0 - 4.0 / 5) + Square(0) + Square(1 / n - 0)) / 2,
        ];
        Agree(halves, GradientDistance.ByLayer("cosine", s, r), 1e-6);

        static double Square(double x) => x * x;
    }

    [Theory]
    [InlineData("layerwise")]
    [InlineData("squared")]
    [InlineData("cosine")]
    public void Equal_gradients_have_no_distance(string kind)
    {
        var gradients = Random(3);
        Assert.Equal(0, GradientDistance.ByLayer(kind, gradients, gradients).sum().item<double>(), 5);
    }

    [Theory]
    [InlineData("layerwise")]
    [InlineData("squared")]
    [InlineData("cosine")]
    public void The_derivative_by_a_synthetic_gradient_is_that_of_differences(string kind)
    {
        var (s, r) = (Random(1), Random(2));
        for (var i = 0; i < s.Count; i++)
        {
            var changed = i;
            if (kind == "layerwise" && s[i].dim() == 1) continue;
            Assert.InRange(FiniteDifference.Error(Distance, s[i]), 0, 1e-6);

            Tensor Distance(Tensor x) => GradientDistance.ByLayer(kind, [.. s.Select((g, j) => j == changed ? x : g)], r).sum();
        }
    }

    [Theory]
    [InlineData("layerwise")]
    [InlineData("squared")]
    [InlineData("cosine")]
    public void The_derivative_by_the_images_is_that_of_differences(string kind)
    {
        const string smooth = """{"width":4,"depth":1,"activation":"swish"}""";
        using var network = NetworkCase.Create("convnet", smooth, new ImageShape(2, 8, 8), classes: 3);
        var parameters = network.Parameters
            .Select(p => p.detach().to(ScalarType.Float64).requires_grad_(GradientDistance.Compares(kind, p))).ToList();
        var real = Of(randn([5, 2, 8, 8], dtype: ScalarType.Float64, generator: Chance(4))).Select(gradient => gradient.detach()).ToList();
        var x = randn([2, 2, 8, 8], dtype: ScalarType.Float64, generator: Chance(5));
        Assert.InRange(FiniteDifference.Error(images => GradientDistance.ByLayer(kind, Of(images), real).sum(), x), 0, 1e-5);

        IReadOnlyList<Tensor> Of(Tensor images)
        {
            var labels = ones([images.shape[0]], dtype: ScalarType.Int64);
            var loss = nn.functional.cross_entropy(network.Forward(images, parameters: parameters), labels);
            return Gradients.OfAll(loss, [.. parameters.Where(parameter => parameter.requires_grad)], createGraph: true);
        }
    }

    [Theory]
    [InlineData("layerwise")]
    [InlineData("squared")]
    [InlineData("cosine")]
    public void A_gradient_of_zeros_as_of_dead_units_gives_finite_numbers(string kind)
    {
        var s = zeros([3, 2], dtype: ScalarType.Float64).requires_grad_(true);
        var distance = GradientDistance.ByLayer(kind, [s], [ones([3, 2], dtype: ScalarType.Float64)]).sum();
        Assert.True(double.IsFinite(distance.item<double>()));
        Assert.True(Gradients.OfAll(distance, [s], createGraph: false)[0].isfinite().all().item<bool>());
    }

    private static List<Tensor> Random(ulong seed)
    {
        using var chance = Chance(seed);
        long[][] shapes = [[3, 2, 2, 2], [3], [2, 3, 4], [4, 5], [4]];
        return [.. shapes.Select(shape => randn(shape, dtype: ScalarType.Float64, generator: chance))];
    }

    private static Generator Chance(ulong seed) => new(seed, CPU);

    private static Tensor Values(double[] values, params long[] shape) => tensor(values, shape);

    private static void Agree(double[] expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.numel());
        foreach (var (want, found) in expected.Zip(actual.data<double>().ToArray())) Assert.Equal(want, found, tolerance);
    }
}
