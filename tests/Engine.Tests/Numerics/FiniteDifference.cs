using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Numerics;

/// <summary>Derivatives checked against differences, in double precision.</summary>
internal static class FiniteDifference
{
    private const double Step = 1e-6;

    /// <summary>Relative error of the derivative of f at x along a random direction.</summary>
    public static double Error(Func<Tensor, Tensor> f, Tensor x, ulong seed = 7)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(seed, CPU);
        var direction = randn(x.shape, dtype: ScalarType.Float64, generator: random);
        var leaf = x.detach().clone().requires_grad_(true);
        var derived = (Gradients.Of(f(leaf), [leaf], createGraph: false)[0] * direction).sum().item<double>();
        var measured = (f(x + Step * direction) - f(x - Step * direction)).item<double>() / (2 * Step);
        return Math.Abs(derived - measured) / Math.Max(1e-3, Math.Abs(measured));
    }
}
