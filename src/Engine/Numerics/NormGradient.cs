using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Engine.Numerics;

/// <summary>The gradient of a group norm as an operation that can be derived once: by input, scale and shift.</summary>
internal sealed class NormGradient : MultiTensorFunction<NormGradient>
{
    private const string Norm = "norm", Wanted = "wanted";

    /// <inheritdoc />
    public override string Name => nameof(NormGradient);

    /// <inheritdoc />
    public override List<Tensor> forward(AutogradContext ctx, params object[] vars)
    {
        var (gradient, x, scale, norm) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (NormKernel)vars[3]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([gradient, x, scale]);
        ctx.save_data(Norm, norm);
        ctx.save_data(Wanted, (gradient.requires_grad, x.requires_grad, scale.requires_grad));
        return norm.Gradient(gradient, x, scale);
    }

    /// <inheritdoc />
    public override List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var saved = ctx.get_saved_variables();
        var (gradient, x, scale) = ((bool, bool, bool))ctx.get_data(Wanted);
        var found = ((NormKernel)ctx.get_data(Norm)).Curvature(Given(0), Given(1), Given(2), saved[0], saved[1], saved[2]);
        return [gradient ? found[0] : null!, x ? found[1] : null!, scale ? found[2] : null!, null!];

        Tensor? Given(int i) => grad_outputs[i].IsInvalid ? null : grad_outputs[i];
    }
}
