using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>A linear layer on flattened features [N, F].</summary>
internal sealed class Dense : ILayer
{
    private readonly int _weight;
    private readonly int _bias;

    /// <summary>Declares the layer.</summary>
    public Dense(LayerPlan plan, int outputs)
    {
        var inputs = plan.Shape.Size;
        _weight = plan.Weight(inputs, outputs, inputs);
        _bias = plan.Weight(inputs, outputs);
        plan.Becomes(new ImageShape(outputs, 1, 1), "a linear layer");
        plan.Count((long)inputs * outputs);
    }

    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass)
    {
        using var flat = x.flatten(1);
        return nn.functional.linear(flat, pass.Parameters[_weight], pass.Parameters[_bias]);
    }
}
