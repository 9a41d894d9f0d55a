using static TorchSharp.torch;

namespace Engine.Numerics;

/// <summary>A convolution of leaves of its own, which can be derived without a trace in the graph around it.</summary>
/// <param name="Output">What it gave.</param>
/// <param name="X">Its input.</param>
/// <param name="Weight">Its kernels.</param>
/// <param name="Bias">Its bias, if any.</param>
internal sealed record ConvolutionGraph(Tensor Output, Tensor X, Tensor Weight, Tensor? Bias)
{
    /// <summary>The derivatives that are asked for, in the order of the arguments.</summary>
    public List<Tensor> Derive(Tensor gradient, bool x = false, bool weight = false, bool bias = false)
    {
        return [.. Gradients.Through(Output, [.. Wanted()], gradient.detach())];

        IEnumerable<Tensor> Wanted()
        {
            if (x) yield return X;
            if (weight) yield return Weight;
            if (bias) yield return Bias!;
        }
    }
}
