using Engine.Networks;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Evaluation;

/// <summary>How smooth the training loss is where a network stands: the norm of its gradient and the largest eigenvalue of its Hessian.</summary>
internal static class Smoothness
{
    private const int PowerIterations = 10;

    /// <summary>Euclidean norm of the gradient over all parameters, of the cross-entropy in evaluation mode.</summary>
    public static double GradientNorm(Network network, Tensor images, Tensor targets)
    {
        using var scope = NewDisposeScope();
        return Norm(Gradients.Of(Loss(network, images, targets), network.Parameters, createGraph: false)).item<float>();
    }

    /// <summary>The Hessian's eigenvalue of largest magnitude, after ten power iterations from a random direction.</summary>
    public static double LargestEigenvalue(Network network, Tensor images, Tensor targets, Generator random)
    {
        using var scope = NewDisposeScope();
        var gradient = Gradients.Of(Loss(network, images, targets), network.Parameters, createGraph: true);
        IReadOnlyList<Tensor> direction = [.. network.Parameters.Select(parameter => randn(parameter.shape, generator: random).to(parameter.device))];
        var eigenvalue = 0.0;
        for (var i = 0; i < PowerIterations; i++)
        {
            var length = Norm(direction);
            direction = [.. direction.Select(part => part / length)];
            var product = Gradients.Of(Dot(gradient, direction), network.Parameters, createGraph: false);
            eigenvalue = Dot(product, direction).item<float>();
            direction = product;
        }

        return eigenvalue;
    }

    private static Tensor Loss(Network network, Tensor images, Tensor targets) =>
        nn.functional.cross_entropy(network.Forward(images), targets);

    private static Tensor Norm(IReadOnlyList<Tensor> parts) => Dot(parts, parts).sqrt().clamp_min(Number.Of(1e-30));

    private static Tensor Dot(IReadOnlyList<Tensor> one, IReadOnlyList<Tensor> other) =>
        stack(one.Zip(other, (a, b) => (a * b).sum())).sum();
}
