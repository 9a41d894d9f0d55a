using System.Diagnostics;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Distillation.GradientMatching;

/// <summary>Distances between two gradients of one network by its parameters, in parts by layer.</summary>
/// <remarks>
/// layerwise: Σ over layers and output rows o of 1 − ⟨s_o, r_o⟩ / (‖s_o‖·‖r_o‖ + 1e-6), a weight being cut into rows by its first
/// dimension; biases, scales and shifts are left out. squared: ‖s − r‖². cosine: 1 − ⟨s, r⟩ / (‖s‖·‖r‖ + 1e-6); both of all gradients as one vector.
/// A tensor of two or more dimensions begins a layer; those of one dimension that follow belong to it.
/// </remarks>
internal static class GradientDistance
{
    private const double Epsilon = 1e-6;
    private const double Tiny = 1e-30;

    /// <summary>Whether a distance looks at the gradient by this parameter at all.</summary>
    public static bool Compares(string kind, Tensor parameter) => kind != "layerwise" || parameter.dim() > 1;

    /// <summary>[layers], differentiable twice by both sides; the sum is the distance.</summary>
    /// <param name="kind">"layerwise", "squared" or "cosine".</param>
    /// <param name="synthetic">Gradients on synthetic images, by the compared parameters in order.</param>
    /// <param name="real">Gradients on real images, by the same parameters.</param>
    public static Tensor ByLayer(string kind, IReadOnlyList<Tensor> synthetic, IReadOnlyList<Tensor> real)
    {
        TensorGuards.SameShapes(synthetic, real, nameof(GradientDistance));
        var layers = Layers(synthetic);
        return kind switch
        {
            "layerwise" => stack(layers.Select(layer => RowAngles(synthetic[layer[0]].flatten(1), real[layer[0]].flatten(1)))),
            "squared" => Sums(layers, i => (synthetic[i] - real[i]).Squared()),
            "cosine" => Angle(layers, synthetic, real),
            _ => throw new UnreachableException(kind),
        };
    }

    private static Tensor RowAngles(Tensor s, Tensor r) =>
        Number.From(Number.One, (s * r).sum([1]) / (s.norm(1) * r.norm(1)).add(Number.Of(Epsilon), Number.One)).sum();

    /// <summary>
    /// The one is split by each layer's share of the two squared norms, a constant: so every part is ½‖s_l/‖s‖ − r_l/‖r‖‖², never below 0.
    /// </summary>
    private static Tensor Angle(List<List<int>> layers, IReadOnlyList<Tensor> synthetic, IReadOnlyList<Tensor> real)
    {
        var share = Share(layers, synthetic).add(Share(layers, real), Number.One).div(Number.Of(2));
        return share - Sums(layers, i => synthetic[i] * real[i]) / (Norm(synthetic) * Norm(real)).add(Number.Of(Epsilon), Number.One);
    }

    private static Tensor Share(List<List<int>> layers, IReadOnlyList<Tensor> gradients)
    {
        using var withoutGraph = no_grad();
        var squares = Sums(layers, i => gradients[i].Squared());
        return squares / squares.sum().clamp_min(Number.Of(Tiny));
    }

    private static Tensor Norm(IReadOnlyList<Tensor> gradients) => cat([.. gradients.Select(gradient => gradient.flatten())]).norm();

    private static Tensor Sums(List<List<int>> layers, Func<int, Tensor> values) =>
        stack(layers.Select(layer => stack(layer.Select(i => values(i).sum())).sum()));

    private static List<List<int>> Layers(IReadOnlyList<Tensor> gradients)
    {
        var layers = new List<List<int>>();
        for (var i = 0; i < gradients.Count; i++)
        {
            if (layers.Count == 0 || gradients[i].dim() > 1) layers.Add([]);
            layers[^1].Add(i);
        }

        return layers;
    }
}
