using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Engine.Numerics;

/// <summary>A group norm together with the ReLU and the average pooling that follow it, on the CPU: one walk over the data forward, one backward.</summary>
/// <remarks>
/// Each of the library's operations goes through memory again, and keeps what it gave; this keeps its input alone. Its second derivative is one walk
/// too: the library has no formula for that of a norm, and takes the first one apart into some forty operations (docs/adr/0014, docs/adr/0020). The values are
/// those of the library, the derivatives too, to float rounding. A third derivative there is none. Only for float32; its backward passes run managed code, which
/// must not throw.
/// </remarks>
internal sealed class NormBlock : SingleTensorFunction<NormBlock>
{
    private const string Norm = "norm", Wanted = "wanted";

    [ThreadStatic]
    private static IReadOnlyList<Tensor>? _returned;

    /// <inheritdoc />
    public override string Name => nameof(NormBlock);

    /// <summary>Whether this way is open for an input, whose bytes must fit into a span; else the library's own.</summary>
    public static bool Takes(Tensor x) => x.device_type == TorchSharp.DeviceType.CPU && Takes(x.dtype, x.numel());

    /// <summary>The same by type and number of values.</summary>
    internal static bool Takes(ScalarType type, long values) => type == ScalarType.Float32 && values <= int.MaxValue / sizeof(float);

    /// <summary>The norm of x [N, C, …] with a scale and a shift per channel, and what follows it.</summary>
    /// <param name="x">The input; [N, C, H, W] where a pooling follows.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="scale">γ.</param>
    /// <param name="shift">β.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="tail">What follows.</param>
    public static Tensor Of(Tensor x, long groups, Tensor scale, Tensor shift, double epsilon, NormTail tail = NormTail.None)
    {
        var norm = new NormKernel(x.shape, (int)groups, epsilon, tail);
        var derived = is_grad_enabled() && (x.requires_grad || scale.requires_grad || shift.requires_grad);
        using var scope = NewDisposeScope();
        return (derived ? apply(x, scale, shift, norm) : norm.Forward(x, scale, shift)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (x, scale, shift, norm) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (NormKernel)vars[3]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([x, scale, shift]);
        ctx.save_data(Norm, norm);
        ctx.save_data(Wanted, (x.requires_grad, scale.requires_grad, shift.requires_grad));
        return norm.Forward(x, scale, shift);
    }

    /// <inheritdoc />
    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        // The library has taken over what the last call returned: held on to, every layer's gradient would stay until the caller's scope ends.
        foreach (var tensor in _returned ?? []) tensor.Dispose();
        _returned = [];
        if (grad_output.IsInvalid) return [null!, null!, null!, null!];
        using var scope = NewDisposeScope();
        using var arrived = grad_output;
        var saved = ctx.get_saved_variables();
        var (norm, asked) = ((NormKernel)ctx.get_data(Norm), ((bool X, bool Scale, bool Shift))ctx.get_data(Wanted));
        var found = is_grad_enabled()
            ? NormGradient.apply(grad_output, saved[0], saved[1], saved[2], norm, asked)
            : norm.Gradient(grad_output, saved[0], saved[1], saved[2], asked);
        _returned = [.. found.Select(tensor => tensor.MoveToOuterDisposeScope())];
        var next = 0;
        return [asked.X ? found[next++] : null!, asked.Scale ? found[next++] : null!, asked.Shift ? found[next] : null!, null!];
    }
}
