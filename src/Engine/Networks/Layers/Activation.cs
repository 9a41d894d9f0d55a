using System.Diagnostics;
using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>A pointwise non-linearity.</summary>
/// <remarks>
/// ReLU takes the place of its input, which is what a convolution, a norm or a linear layer gave: none of them needs it for a backward pass, and
/// a buffer less per layer is passed through the cache.
/// </remarks>
/// <param name="kind">"relu", "sigmoid", "leaky-relu" (slope 0.01) or "swish" (x·σ(x)).</param>
internal sealed class Activation(string kind = "relu") : ILayer
{
    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass) => kind switch
    {
        "relu" => x.relu_(),
        "sigmoid" => sigmoid(x),
        "leaky-relu" => nn.functional.leaky_relu(x, 0.01),
        "swish" => nn.functional.silu(x),
        _ => throw new UnreachableException(kind),
    };
}
