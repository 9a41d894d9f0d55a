using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>A two-dimensional convolution with a square kernel.</summary>
internal sealed class Convolution : ILayer
{
    private readonly int _weight;
    private readonly int? _bias;
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly ConvolutionGeometry _byImages;
    private readonly ConvolutionGeometry _byAll;

    /// <summary>Declares the convolution.</summary>
    /// <param name="plan">The network so far.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="kernel">Side of the kernel.</param>
    /// <param name="stride">Step in both directions.</param>
    /// <param name="padding">Zeros added on each side; null keeps the size at stride 1.</param>
    /// <param name="bias">Whether a bias per channel is added.</param>
    public Convolution(LayerPlan plan, int channels, int kernel, int stride = 1, int? padding = null, bool bias = true)
    {
        var (from, pad) = (plan.Shape, padding ?? kernel / 2);
        From = from;
        var fanIn = (long)from.Channels * kernel * kernel;
        (_stride, _padding) = ([stride, stride], [pad, pad]);
        _byAll = new ConvolutionGeometry(_stride, _padding, SeesImages: plan.MultiplyAdds == 0);
        _byImages = _byAll with { SecondByImagesOnly = true };
        _weight = plan.Weight(fanIn, channels, from.Channels, kernel, kernel);
        _bias = bias ? plan.Weight(fanIn, channels) : null;
        plan.Becomes(
            new ImageShape(channels, Side(from.Height), Side(from.Width)), $"a {kernel}×{kernel} convolution");
        To = plan.Shape;
        plan.Count(fanIn * To.Size);

        // Integer division rounds towards zero, which would take a kernel one pixel too large for a fit.
        int Side(int side) => side + 2 * pad < kernel ? 0 : (side + 2 * pad - kernel) / stride + 1;
    }

    /// <summary>What enters.</summary>
    public ImageShape From { get; }

    /// <summary>What leaves.</summary>
    public ImageShape To { get; }

    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass) =>
        nn.functional.conv2d(x, pass.Parameters[_weight], _bias is { } bias ? pass.Parameters[bias] : null, _stride, _padding);

    /// <summary>The same where a norm follows, which leaves its input as it is: second derivatives may then be taken the quicker way.</summary>
    public Tensor BeforeNorm(Tensor x, ForwardPass pass)
    {
        var (weight, bias) = (pass.Parameters[_weight], _bias is { } b ? pass.Parameters[b] : null);
        return pass.Second switch
        {
            SecondDerivative.ByImages when OnCpu(x) => TwiceDerivedConvolution.Of(x, weight, bias, _byImages),
            SecondDerivative.ByAll when OnCpu(x) => TwiceDerivedConvolution.Of(x, weight, bias, _byAll),
            _ => Apply(x, pass),
        };
    }

    /// <summary>A GPU derives on threads of its own, where managed code has no scope to free its tensors.</summary>
    private static bool OnCpu(Tensor x) => x.device_type == TorchSharp.DeviceType.CPU;
}
