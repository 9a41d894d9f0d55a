using static TorchSharp.torch;

namespace Engine.Numerics;

/// <summary>Checks that turn what would end the process, or fail far from its cause, into an exception that names the caller.</summary>
internal static class TensorGuards
{
    /// <summary>Images must be [N, C, H, W] of the expected shape, at least one.</summary>
    public static void Batch(Tensor x, ImageShape shape, string caller)
    {
        var sizes = x.shape;
        if (sizes is [> 0, var channels, var height, var width]
            && channels == shape.Channels && height == shape.Height && width == shape.Width) return;
        throw new ArgumentException($"{caller}: takes images N×{shape}, not {Sizes(x)}.", nameof(x));
    }

    /// <summary>Two lists must agree in length and in every shape.</summary>
    public static void SameShapes(IReadOnlyList<Tensor> tensors, IReadOnlyList<Tensor> like, string caller)
    {
        if (tensors.Count != like.Count)
            throw new ArgumentException($"{caller}: takes {like.Count} tensors, not {tensors.Count}.", nameof(tensors));
        for (var i = 0; i < like.Count; i++)
        {
            if (!tensors[i].shape.AsSpan().SequenceEqual(like[i].shape))
                throw new ArgumentException($"{caller}: tensor {i} should be {Sizes(like[i])}, not {Sizes(tensors[i])}.", nameof(tensors));
        }
    }

    /// <summary>A loss must be one floating-point number with a graph, and each input a live tensor that requires gradients.</summary>
    public static void Derivable(Tensor loss, IReadOnlyList<Tensor> inputs, string caller)
    {
        if (loss.IsInvalid || loss.numel() != 1)
        {
            var found = loss.IsInvalid ? "disposed" : Sizes(loss);
            throw new ArgumentException($"{caller}: the loss must be one number, not {found}.", nameof(loss));
        }

        if (!loss.requires_grad)
            throw new ArgumentException($"{caller}: the loss depends on nothing that requires gradients.", nameof(loss));
        if (inputs.Count == 0) throw new ArgumentException($"{caller}: nothing to derive by.", nameof(inputs));
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].IsInvalid) throw new ArgumentException($"{caller}: input {i} is disposed.", nameof(inputs));
            if (!inputs[i].requires_grad) throw new ArgumentException($"{caller}: input {i} does not require gradients.", nameof(inputs));
            if (inputs[i].device_type != loss.device_type)
                throw new ArgumentException($"{caller}: input {i} is not on the device of the loss.", nameof(inputs));
        }
    }

    /// <summary>A shape in words: "8×3×32×32".</summary>
    public static string Sizes(Tensor x) => x.dim() == 0 ? "a scalar" : string.Join('×', x.shape);
}
