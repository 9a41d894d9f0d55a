using Engine.Distillation.NeuralFeatureRegression;
using Engine.Networks;
using Engine.Numerics;
using Engine.Tests.Networks;
using Engine.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Distillation.NeuralFeatureRegression;

public sealed class KernelRegressionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Two_images_are_regressed_as_by_hand()
    {
        // K = [[4, 0], [0, 1]] of X_s = [[2, 0], [0, 1]]; tr(K)/2 = 2.5, so r = 0.4 gives λ = 1: W = X_sᵀ diag(1/5, 1/2) Y_s.
        var fit = KernelRegression.Fit(Floats([2, 0, 0, 1], 2, 2), Floats([1, -1, 0, 4], 2, 2), 0.4);
        Assert.NotNull(fit);
        Assert.Equal(0.4, fit.Regularization);
        Assert.Equal([0.4, -0.4, 0, 2], fit.Weights.data<double>().ToArray().Select(value => Math.Round(value, 12)));

        // f = (1, 1) is predicted (0.4, 1.6): ½(0.6² + 0.4²) from (1, 2). f = 0 is predicted 0: ½(3² + 4²) from (3, 4).
        var loss = fit.Loss(Floats([1, 1, 0, 0], 2, 2), Floats([1, 2, 3, 4], 2, 2));
        Assert.Equal((0.26 + 12.5) / 2, loss.item<double>(), 1e-6);
    }

    [Fact]
    public void Kernel_with_a_second_image_off_the_diagonal_is_solved()
    {
        // K = [[2, 1], [1, 1]], no ridge to speak of: α = K⁻¹ Y = (1·3 − 1·5, −1·3 + 2·5), W = X_sᵀ α.
        var fit = KernelRegression.Fit(Floats([1, 1, 0, 1], 2, 2), Floats([3, 5], 2, 1), 1e-12);
        Assert.Equal([-2, 5], fit!.Weights.data<double>().ToArray().Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void Loss_and_gradients_agree_with_the_reference()
    {
        using var network = NetworkCase.Create("convnet", """{"width":16}""", NetworkCase.Color32);
        var parameters = Golden.Tensors("c.param", 14);
        var (images, labels) = (Golden.Tensor("c.frepo_xs").requires_grad_(true), Golden.Tensor("c.frepo_ys").requires_grad_(true));
        var fit = KernelRegression.Fit(network.Embed(images, parameters: parameters), labels, 1e-6);
        var kernelLoss = fit!.Loss(network.Embed(Golden.Tensor("c.xr"), parameters: parameters), Golden.Tensor("c.frepo_yt"));
        var labelLoss = KernelRegression.MarginLoss(labels);
        Assert.Equal(Golden.Scalar("c.frepo_kernel_loss"), kernelLoss.item<double>(), 5e-5);
        Assert.Equal(Golden.Scalar("c.frepo_label_loss"), labelLoss.item<float>(), 1e-5);
        (kernelLoss + labelLoss).backward();
        Golden.Agrees(images.grad!, Golden.Tensor("c.frepo_dx"));
        Golden.Agrees(labels.grad!, Golden.Tensor("c.frepo_dy"));
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(0.1)]
    public void Derivatives_by_features_and_labels_agree_with_differences(double regularization)
    {
        using var random = new Generator(3, CPU);
        Tensor Doubles(params long[] shape) => randn(shape, dtype: ScalarType.Float64, generator: random);
        var (features, labels, realFeatures, targets) = (Doubles(4, 6), Doubles(4, 3), Doubles(5, 6), Doubles(5, 3));
        Tensor Loss(Tensor x, Tensor y) => KernelRegression.Fit(x, y, regularization)!.Loss(realFeatures, targets);
        Assert.InRange(FiniteDifference.Error(x => Loss(x, labels), features), 0, 1e-6);
        Assert.InRange(FiniteDifference.Error(y => Loss(features, y), labels), 0, 1e-6);
    }

    [Fact]
    public void A_kernel_that_cannot_be_factorised_takes_the_next_tenfold_ridge()
    {
        // Twice the same image: 1 + 1e-17 and 1 + 1e-16 round to 1, and the second pivot is 0. 1 + 1e-15 does not.
        var fit = KernelRegression.Fit(Floats([1, 0, 1, 0], 2, 2), Floats([1, 0], 2, 1), 1e-17);
        Assert.Equal(1e-15, fit!.Regularization, 1e-20);
        Assert.All(fit.Weights.data<double>(), value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Features_that_say_nothing_give_no_fit(double value) =>
        Assert.Null(KernelRegression.Fit(full(3, 4, value, dtype: ScalarType.Float32), ones(3, 2), 1e-6));

    [Theory]
    [InlineData(0.5, 0.25, -0.25)]      // the margin
    [InlineData(0.9, 0.2, -1.0 / 3)]    // at most 1/C
    [InlineData(0.2, 0.2, 0)]
    public void Label_loss_is_the_margin_of_the_largest_entry(double first, double second, double expected) =>
        Assert.Equal(expected, KernelRegression.MarginLoss(Floats([(float)second, (float)first, -1], 1, 3)).item<float>(), 1e-6);

    [Fact]
    public void Label_loss_pulls_the_two_largest_entries_apart_until_they_are()
    {
        var labels = Floats([0.3f, 0.2f, 0, 0.9f, 0.1f, 0], 2, 3).requires_grad_(true);
        KernelRegression.MarginLoss(labels).backward();
        Assert.Equal([-0.5f, 0.5f, 0, 0, 0, 0], labels.grad!.data<float>().ToArray());
    }

    public void Dispose() => _scope.Dispose();

    private static Tensor Floats(float[] values, params long[] shape) => tensor(values, shape);
}
