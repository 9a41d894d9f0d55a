using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Engine.Numerics;

/// <summary>The one door to derivatives by given tensors, of any order that the operations allow.</summary>
/// <remarks>
/// A fault inside the native call ends the process: it catches nothing. So everything that can be known is checked before. Two rules stay
/// with the
/// caller: no graph that a <c>backward()</c> has already consumed, and no in-place change of a tensor that the graph still needs.
/// </remarks>
internal static class Gradients
{
    /// <summary>
    /// The gradient of a loss by each input, in the shape of the input. An input that the loss does not depend on has gradient zero.
    /// </summary>
    /// <param name="loss">One number.</param>
    /// <param name="inputs">Tensors of the loss's graph that require gradients.</param>
    /// <param name="createGraph">Whether the gradients shall be differentiable themselves.</param>
    /// <param name="member">Filled in by the compiler, for messages.</param>
    /// <param name="file">Filled in by the compiler, for messages.</param>
    /// <exception cref="ArgumentException">What was asked cannot be derived; the message names the caller.</exception>
    public static IReadOnlyList<Tensor> Of(
        Tensor loss, IReadOnlyList<Tensor> inputs, bool createGraph,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        var found = Derive(loss, inputs, createGraph, Caller(member, file));
        return [.. found.Select((gradient, i) => gradient.IsInvalid ? zeros_like(inputs[i]) : gradient)];
    }

    /// <summary>Like <see cref="Of"/>, for inputs that the loss must depend on.</summary>
    /// <param name="loss">One number.</param>
    /// <param name="inputs">Tensors of the loss's graph that require gradients.</param>
    /// <param name="createGraph">Whether the gradients shall be differentiable themselves.</param>
    /// <param name="member">Filled in by the compiler, for messages.</param>
    /// <param name="file">Filled in by the compiler, for messages.</param>
    /// <exception cref="ArgumentException">
    /// What was asked cannot be derived, or the loss does not depend on an input; the message names the caller.
    /// </exception>
    public static IReadOnlyList<Tensor> OfAll(
        Tensor loss, IReadOnlyList<Tensor> inputs, bool createGraph,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        var caller = Caller(member, file);
        var found = Derive(loss, inputs, createGraph, caller);
        for (var i = 0; i < found.Count; i++)
        {
            if (found[i].IsInvalid) throw new ArgumentException($"{caller}: the loss does not depend on input {i}.", nameof(inputs));
        }

        return found;
    }

    /// <summary>What arrives at each input when a gradient arrives at an output of any shape; without a graph, the output's own graph stays.</summary>
    /// <param name="output">Depends on every input.</param>
    /// <param name="inputs">Tensors of the output's graph that require gradients; may be none.</param>
    /// <param name="gradient">In the shape of the output.</param>
    /// <param name="member">Filled in by the compiler, for messages.</param>
    /// <param name="file">Filled in by the compiler, for messages.</param>
    /// <exception cref="ArgumentException">The gradient has another shape; the message names the caller.</exception>
    public static IReadOnlyList<Tensor> Through(
        Tensor output, IReadOnlyList<Tensor> inputs, Tensor gradient, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        if (inputs.Count == 0) return [];
        TensorGuards.SameShapes([gradient], [output], Caller(member, file));
        return [.. autograd.grad([output], [.. inputs], [gradient], retain_graph: true, create_graph: false, allow_unused: true)];
    }

    private static IReadOnlyList<Tensor> Derive(Tensor loss, IReadOnlyList<Tensor> inputs, bool createGraph, string caller)
    {
        TensorGuards.Derivable(loss, inputs, caller);

        // The graph is always kept: a second derivation of a freed graph would end the process, and the dispose scope that holds the
        // intermediate tensors keeps their memory in either case. Unused inputs must be allowed for the same reason.
        return [.. autograd.grad([loss], [.. inputs], retain_graph: true, create_graph: createGraph, allow_unused: true)];
    }

    private static string Caller(string member, string file) => $"{Path.GetFileNameWithoutExtension(file)}.{member}";
}
