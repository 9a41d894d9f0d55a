using Engine.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>Stochastic gradient descent with momentum and weight decay, in place, on tensors that need no module.</summary>
/// <remarks>
/// v ← μ·v + (g + λ·x), x ← x − η·v, the form of the field's reference code: the first step's v is its gradient.
/// Its velocities can be named and stored, so that a resumed run takes the very step that the straight run took.
/// </remarks>
internal sealed class Sgd : IOptimizer
{
    private readonly IReadOnlyList<Tensor> _parameters;
    private readonly double _momentum;
    private readonly double _weightDecay;

    /// <summary>An optimiser of leaf tensors.</summary>
    public Sgd(IReadOnlyList<Tensor> parameters, double momentum = 0, double weightDecay = 0)
    {
        (_parameters, _momentum, _weightDecay) = (parameters, momentum, weightDecay);
        Velocities = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
    }

    /// <summary>One velocity per parameter, of its shape.</summary>
    public IReadOnlyList<Tensor> Velocities { get; }

    /// <inheritdoc />
    public IReadOnlyList<Tensor> State => Velocities;

    /// <summary>Forgets the velocities.</summary>
    public void Reset()
    {
        foreach (var velocity in Velocities) velocity.zero_();
    }

    /// <summary>One step along the gradients that a backward pass left on the parameters; clears them.</summary>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        using Scalar momentum = Number.Of(_momentum), decay = Number.Of(_weightDecay), rate = Number.Of(-learningRate);
        for (var i = 0; i < _parameters.Count; i++)
        {
            var parameter = _parameters[i];
            if (parameter.grad is not { } gradient) continue;
            if (_weightDecay != 0) gradient.add_(parameter, alpha: decay);
            var velocity = Velocities[i].mul_(momentum).add_(gradient, Number.One);
            parameter.add_(velocity, alpha: rate);
            parameter.grad = null;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var velocity in Velocities) velocity.Dispose();
    }
}
