using Engine.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>Lion (Chen et al., Symbolic Discovery of Optimization Algorithms, NeurIPS 2023), in place, with decoupled weight decay.</summary>
/// <remarks>θ ← θ·(1 − η·λ) − η·sign(β₁·m + (1 − β₁)·g), then m ← β₂·m + (1 − β₂)·g.</remarks>
internal sealed class Lion(IReadOnlyList<Tensor> parameters, double beta1, double beta2, double weightDecay) : IOptimizer
{
    private readonly Moments _momentum = new(parameters);

    /// <inheritdoc />
    public IReadOnlyList<Tensor> State => _momentum.Tensors;

    /// <inheritdoc />
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();

        // Named and held to the end of the step: each costs as much as a small product.
        using Scalar keep1 = Number.Of(beta1), take1 = Number.Of(1 - beta1), keep2 = Number.Of(beta2), take2 = Number.Of(1 - beta2);
        using Scalar shrink = Number.Of(1 - learningRate * weightDecay), rate = Number.Of(-learningRate);
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = parameters[i];
            if (parameter.grad is not { } gradient) continue;
            var momentum = _momentum[i];
            var direction = momentum.mul(keep1).add_(gradient, alpha: take1).sign_();
            if (weightDecay != 0) parameter.mul_(shrink);
            parameter.add_(direction, alpha: rate);
            momentum.mul_(keep2).add_(gradient, alpha: take2);
            parameter.grad = null;
        }
    }

    /// <inheritdoc />
    public void Reset() => _momentum.Reset();

    /// <inheritdoc />
    public void Dispose() => _momentum.Dispose();
}
