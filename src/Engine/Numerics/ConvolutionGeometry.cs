using static TorchSharp.torch;

namespace Engine.Numerics;

/// <summary>How the kernels of a convolution move, and what its second derivatives are for.</summary>
/// <param name="Stride">Steps down and across.</param>
/// <param name="Padding">Zeros above and below, left and right.</param>
/// <param name="SecondByImagesOnly">Whether nobody will ask for second derivatives by parameters.</param>
/// <param name="SeesImages">Whether the input is the images themselves, by which the first gradient is not taken.</param>
internal sealed record ConvolutionGeometry(long[] Stride, long[] Padding, bool SecondByImagesOnly = false, bool SeesImages = false)
{
    /// <summary>The convolution of copies without a graph that share the values.</summary>
    public ConvolutionGraph Convolve(Tensor x, Tensor weight, Tensor? bias)
    {
        using var withGraph = enable_grad();
        var (leaf, kernels, shift) = (Leaf(x), Leaf(weight), bias is null ? null : Leaf(bias));
        return new ConvolutionGraph(nn.functional.conv2d(leaf, kernels, shift, Stride, Padding), leaf, kernels, shift);
    }

    private static Tensor Leaf(Tensor x) => x.detach().requires_grad_(true);
}
