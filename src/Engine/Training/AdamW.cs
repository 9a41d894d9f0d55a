using Engine.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>AdamW (Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019), in place.</summary>
/// <remarks>θ ← θ·(1 − η·λ) − η·m̂ / (√v̂ + ε), with bias-corrected moments and ε = 1e-8: the framework's form.</remarks>
internal sealed class AdamW(IReadOnlyList<Tensor> parameters, double beta1, double beta2, double weightDecay) : IOptimizer
{
    private const double Epsilon = 1e-8;

    private readonly Moments _first = new(parameters);
    private readonly Moments _second = new(parameters);

    // Of each parameter: a virtual shortcut, say, takes its first step when DropPath begins, and its moments are as young as that.
    // On the CPU, where a count is read without waiting for the device.
    private readonly Tensor _steps = zeros(parameters.Count, dtype: ScalarType.Int64).DetachFromDisposeScope();

    /// <inheritdoc />
    public IReadOnlyList<Tensor> State => [.. _first.Tensors, .. _second.Tensors, _steps];

    /// <inheritdoc />
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();

        // Named and held to the end of the step: each costs as much as a small product.
        using Scalar keep1 = Number.Of(beta1), take1 = Number.Of(1 - beta1), keep2 = Number.Of(beta2), take2 = Number.Of(1 - beta2);
        using Scalar shrink = Number.Of(1 - learningRate * weightDecay), epsilon = Number.Of(Epsilon);
        var steps = _steps.data<long>();
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = parameters[i];
            if (parameter.grad is not { } gradient) continue;
            var step = ++steps[i];
            var (correction1, correction2) = (1 - Math.Pow(beta1, step), 1 - Math.Pow(beta2, step));
            using Scalar root = Number.Of(Math.Sqrt(correction2)), rate = Number.Of(-learningRate / correction1);
            if (weightDecay != 0) parameter.mul_(shrink);
            var first = _first[i].mul_(keep1).add_(gradient, alpha: take1);
            var second = _second[i].mul_(keep2).addcmul_(gradient, gradient, value: take2);
            parameter.addcdiv_(first, second.sqrt().div_(root).add_(epsilon, Number.One), value: rate);
            parameter.grad = null;
        }
    }

    /// <inheritdoc />
    public void Reset()
    {
        _first.Reset();
        _second.Reset();
        _steps.zero_();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _steps.Dispose();
    }
}
