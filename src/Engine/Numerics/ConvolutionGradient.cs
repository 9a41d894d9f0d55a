using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Engine.Numerics;

/// <summary>The gradient of a convolution as an operation that can be derived once: by input, kernels and bias.</summary>
/// <remarks>
/// With y = x∗w and g what arrives at y, the gradients are gᵀ∗w by x, x⋆g by w and Σg by the bias. Let v, u, b arrive at them when they are derived again. Then
/// g gets v∗w + x∗u + b, x gets the gradient by x of ⟨g, x∗u⟩, and w the gradient by w of ⟨g, v∗w⟩: the derivatives of the two convolutions that g needs anyway.
/// </remarks>
internal sealed class ConvolutionGradient : MultiTensorFunction<ConvolutionGradient>
{
    private const string Task = "task", Wanted = "wanted";

    /// <inheritdoc />
    public override string Name => nameof(ConvolutionGradient);

    /// <inheritdoc />
    public override List<Tensor> forward(AutogradContext ctx, params object[] vars)
    {
        var (gradient, x, weight, task) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (ConvolutionGradientTask)vars[3]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([gradient, x, weight]);
        ctx.save_data(Task, task with { Graph = null });
        ctx.save_data(Wanted, (gradient.requires_grad, x.requires_grad, weight.requires_grad && !task.Geometry.SecondByImagesOnly));
        return task.Graph!.Derive(gradient, task.X, task.Weight, task.Bias);
    }

    /// <inheritdoc />
    public override List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var saved = ctx.get_saved_variables();
        var task = (ConvolutionGradientTask)ctx.get_data(Task);
        var (onGradient, onX, onWeight) = ((bool, bool, bool))ctx.get_data(Wanted);
        var next = 0;
        var (v, u, b) = (Given(task.X), Given(task.Weight), Given(task.Bias));
        Tensor? byGradient = null, byX = null, byWeight = null;
        if (v is not null)
        {
            var through = task.Geometry.Convolve(v, saved[2], null);
            byGradient = through.Output.detach();
            if (onWeight) byWeight = through.Derive(saved[0], weight: true)[0];
        }

        if (u is not null)
        {
            var through = task.Geometry.Convolve(saved[1], u, null);
            byGradient = byGradient is null ? through.Output.detach() : byGradient.add_(through.Output.detach(), Number.One);
            if (onX) byX = through.Derive(saved[0], x: true)[0];
        }

        if (b?.view(1, -1, 1, 1) is { } shift)
            byGradient = byGradient is null ? shift.expand_as(saved[0]) : byGradient.add_(shift, Number.One);
        return [onGradient ? byGradient! : null!, byX!, byWeight!, null!];

        Tensor? Given(bool asked) => asked && grad_outputs[next++] is { IsInvalid: false } given ? given.detach() : null;
    }
}
