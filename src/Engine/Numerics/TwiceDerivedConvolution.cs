using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Engine.Numerics;

/// <summary>A convolution for a pass that is derived twice: its second derivatives are ordinary convolutions and their ordinary derivatives.</summary>
/// <remarks>
/// The library derives the second derivative by the weight as a convolution with kernels as large as the image, 2.4 times as slow on a CPU, and does
/// so even when nobody asked for it (docs/adr/0014). The values are those of conv2d. A third derivative there is none. Its output must not be changed in
/// place; its backward passes run managed code, which must not throw.
/// </remarks>
internal sealed class TwiceDerivedConvolution : SingleTensorFunction<TwiceDerivedConvolution>
{
    private const string Geometry = "geometry", Wanted = "wanted";

    /// <inheritdoc />
    public override string Name => nameof(TwiceDerivedConvolution);

    /// <summary>The convolution of x [N, C, H, W].</summary>
    /// <param name="x">Images.</param>
    /// <param name="weight">Kernels.</param>
    /// <param name="bias">One number per output channel; null for none.</param>
    /// <param name="geometry">How kernels move, and by what is derived the second time.</param>
    public static Tensor Of(Tensor x, Tensor weight, Tensor? bias, ConvolutionGeometry geometry) => apply(x, weight, bias!, geometry);

    /// <inheritdoc />
    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (x, weight, bias, geometry) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor?)vars[2], (ConvolutionGeometry)vars[3]);
        var inner = geometry.Convolve(x, weight, bias);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([x, weight, inner.Output, inner.X, inner.Weight, inner.Bias!]);
        ctx.save_data(Geometry, geometry);
        ctx.save_data(Wanted, (x.requires_grad, weight.requires_grad, bias?.requires_grad == true));
        return inner.Output.detach();
    }

    /// <inheritdoc />
    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        var (x, weight, bias) = ((bool, bool, bool))ctx.get_data(Wanted);
        var geometry = (ConvolutionGeometry)ctx.get_data(Geometry);
        if (grad_output.IsInvalid) return [null!, null!, null!, null!];
        if (!is_grad_enabled() && geometry.SecondByImagesOnly) (weight, bias) = (false, false);
        if (is_grad_enabled() && geometry.SeesImages) x = false;
        var saved = ctx.get_saved_variables();
        var inner = new ConvolutionGraph(saved[2], saved[3], saved[4], saved[5]);
        var found = ConvolutionGradient.apply(grad_output, saved[0], saved[1], new ConvolutionGradientTask(geometry, inner, x, weight, bias));
        var next = 0;
        return [x ? found[next++] : null!, weight ? found[next++] : null!, bias ? found[next] : null!, null!];
    }
}
