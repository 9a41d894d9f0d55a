using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Engine.Numerics;

/// <summary>Group norm for a pass that is derived twice: its second derivative is one walk over the data.</summary>
/// <remarks>
/// The library has no formula for it: it takes the first derivative apart into some forty operations, each of which goes through memory again when it is
/// derived, a quarter of an iteration of trajectory matching (docs/adr/0014). The values are those of group_norm, the derivatives too, to float rounding. A
/// third derivative there is none. Only for float32 on the CPU; its backward passes run managed code, which must not throw.
/// </remarks>
internal sealed class TwiceDerivedNorm : SingleTensorFunction<TwiceDerivedNorm>
{
    private const string Norm = "norm", Wanted = "wanted";

    /// <inheritdoc />
    public override string Name => nameof(TwiceDerivedNorm);

    /// <summary>Whether this way is open for an input, whose bytes must fit into a span; else the library's own.</summary>
    public static bool Takes(Tensor x) => x.device_type == TorchSharp.DeviceType.CPU && Takes(x.dtype, x.numel());

    /// <summary>The same by type and number of values.</summary>
    internal static bool Takes(ScalarType type, long values) => type == ScalarType.Float32 && values <= int.MaxValue / sizeof(float);

    /// <summary>The norm of x [N, C, …] with a scale and a shift per channel.</summary>
    public static Tensor Of(Tensor x, long groups, Tensor scale, Tensor shift, double epsilon) =>
        apply(x, scale, shift, new NormKernel(x.shape, (int)groups, epsilon));

    /// <inheritdoc />
    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (x, scale, shift, norm) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (NormKernel)vars[3]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([x, scale]);
        ctx.save_data(Norm, norm);
        ctx.save_data(Wanted, (x.requires_grad, scale.requires_grad, shift.requires_grad));
        return nn.functional.group_norm(x, norm.Groups, scale, shift, norm.Epsilon);
    }

    /// <inheritdoc />
    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        if (grad_output.IsInvalid) return [null!, null!, null!, null!];
        var saved = ctx.get_saved_variables();
        var (x, scale, shift) = ((bool, bool, bool))ctx.get_data(Wanted);
        var found = NormGradient.apply(grad_output, saved[0], saved[1], ctx.get_data(Norm), ctx.get_data(Wanted));
        var next = 0;
        return [x ? found[next++] : null!, scale ? found[next++] : null!, shift ? found[next] : null!, null!];
    }
}
