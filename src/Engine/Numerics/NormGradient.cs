using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Engine.Numerics;

/// <summary>The gradient of a group norm, and of what follows it, as an operation that can be derived once: by input, scale and shift, as far as they are asked for.</summary>
internal sealed class NormGradient : MultiTensorFunction<NormGradient>
{
    private const string Norm = "norm", Asked = "asked", Wanted = "wanted";

    /// <inheritdoc />
    public override string Name => nameof(NormGradient);

    /// <inheritdoc />
    public override List<Tensor> forward(AutogradContext ctx, params object[] vars)
    {
        var (gradient, x, scale, shift) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3]);
        var (norm, asked) = ((NormKernel)vars[4], ((bool X, bool Scale, bool Shift))vars[5]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([gradient, x, scale, shift]);
        ctx.save_data(Norm, norm);
        ctx.save_data(Asked, asked);
        ctx.save_data(Wanted, (gradient.requires_grad, x.requires_grad, scale.requires_grad));
        return norm.Gradient(gradient, x, scale, shift, asked);
    }

    /// <inheritdoc />
    public override List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (gradient, x, scale) = ((bool, bool, bool))ctx.get_data(Wanted);
        var asked = ((bool X, bool Scale, bool Shift))ctx.get_data(Asked);
        var next = 0;
        var (byX, byScale, byShift) = (Given(asked.X), Given(asked.Scale), Given(asked.Shift));
        var found = ((NormKernel)ctx.get_data(Norm)).Curvature(byX, byScale, byShift, saved[0], saved[1], saved[2], saved[3]);
        foreach (var tensor in found) tensor.MoveToOuterDisposeScope();
        return [gradient ? found[0] : null!, x ? found[1] : null!, scale ? found[2] : null!, null!, null!, null!];

        Tensor? Given(bool wanted) => wanted && grad_outputs[next++] is { IsInvalid: false } given ? given : null;
    }
}
