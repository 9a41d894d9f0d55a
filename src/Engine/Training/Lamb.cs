using Engine.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>LAMB (You et al., Large Batch Optimization for Deep Learning, ICLR 2020) without weight decay, in place.</summary>
/// <remarks>
/// u = m̂ / (√v̂ + ε), θ ← θ − η · ‖θ‖/‖u‖ · u, with Adam's bias-corrected moments, β = (0.9, 0.999) and ε = 1e-6. Where a norm is zero its ratio is 1.
/// So η is the share of its own length by which a parameter moves.
/// </remarks>
internal sealed class Lamb(IReadOnlyList<Tensor> parameters) : IOptimizer
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-6;

    private readonly Moments _first = new(parameters);
    private readonly Moments _second = new(parameters);
    private readonly Tensor _steps = zeros(parameters.Count, dtype: ScalarType.Int64).DetachFromDisposeScope();

    /// <inheritdoc />
    public IReadOnlyList<Tensor> State => [.. _first.Tensors, .. _second.Tensors, _steps];

    /// <inheritdoc />
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        using Scalar keep1 = Number.Of(Beta1), take1 = Number.Of(1 - Beta1), keep2 = Number.Of(Beta2), take2 = Number.Of(1 - Beta2);
        using Scalar epsilon = Number.Of(Epsilon), rate = Number.Of(-learningRate);
        var steps = _steps.data<long>();
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = parameters[i];
            if (parameter.grad is not { } gradient) continue;
            var step = ++steps[i];
            using Scalar correction1 = Number.Of(1 - Math.Pow(Beta1, step)), correction2 = Number.Of(1 - Math.Pow(Beta2, step));
            var first = _first[i].mul_(keep1).add_(gradient, alpha: take1);
            var second = _second[i].mul_(keep2).addcmul_(gradient, gradient, value: take2);
            var direction = first.div(correction1).div_(second.div(correction2).sqrt_().add_(epsilon, Number.One));
            parameter.add_(direction.mul_(Ratio(parameter, direction)), alpha: rate);
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

    /// <summary>‖θ‖/‖u‖, on the device: nobody waits for it.</summary>
    private static Tensor Ratio(Tensor parameter, Tensor direction)
    {
        var (own, moved) = (parameter.norm(), direction.norm());
        return where(own.gt(Number.Of(0)).logical_and(moved.gt(Number.Of(0))), own / moved, ones_like(own));
    }
}
