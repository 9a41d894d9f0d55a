using System.Diagnostics;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>A pointwise non-linearity.</summary>
/// <param name="kind">"relu", "sigmoid", "leaky-relu" (slope 0.01) or "swish" (x·σ(x)).</param>
internal sealed class Activation(string kind = "relu") : ILayer
{
    /// <summary>Whether it is ReLU.</summary>
    public bool IsRelu => kind == "relu";

    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass) => kind switch
    {
        "relu" => nn.functional.relu(x),
        "sigmoid" => sigmoid(x),
        "leaky-relu" => x.leaky_relu(Number.Of(0.01)),
        "swish" => nn.functional.silu(x),
        _ => throw new UnreachableException(kind),
    };

    /// <summary>
    /// The same where nobody else holds the input, which is what a convolution, a norm or a linear layer gave: none of them needs it for a
    /// backward pass, so ReLU takes its place, and a buffer less per layer is passed through the cache.
    /// </summary>
    public Tensor Consume(Tensor x, ForwardPass pass) => kind == "relu" ? x.relu_() : Apply(x, pass);
}
