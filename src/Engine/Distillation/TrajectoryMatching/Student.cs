using Engine.Data;
using Engine.Networks;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>
/// The student: N steps of gradient descent on the synthetic set from an expert's parameters, and their derivatives in the memory of
/// one step, or of as many as are kept.
/// </summary>
/// <remarks>
/// θ̂ₙ₊₁ = θ̂ₙ − α·∇CE(θ̂ₙ; x). The walk there keeps every θ̂ₙ, and the graphs of the last steps, each from its own leaf θ̂ₙ. The walk back carries
/// λₙ = ∂L/∂θ̂ₙ: it takes a step's graph, or builds it anew,
/// and derives ⟨λₙ₊₁, θ̂ₙ − α·∇CE(θ̂ₙ; x)⟩ by θ̂ₙ (which is λₙ), by the images, by α and by soft labels. The sums over the steps are
/// exactly the
/// derivatives of the unrolled graph, whose memory would grow with N; a graph that was kept gives the same bits as one built anew.
/// </remarks>
/// <param name="network">Gives the architecture; its own parameters are not used.</param>
/// <param name="augmentation">What happens to each mini-batch.</param>
/// <param name="images">The synthetic images as they are learned.</param>
/// <param name="labels">Class indices [N], or vectors y [N, classes] of which softmax(y) is trained on.</param>
/// <param name="rate">α, one number.</param>
/// <param name="keptGraphs">How many of the last steps keep their graph for the walk back.</param>
internal sealed class Student(Network network, DiffAugment augmentation, Tensor images, Tensor labels, Tensor rate, int keptGraphs = 0)
{
    private readonly FlatParameters _parameters = new(network);

    /// <summary>The graphs of the last steps, the latest on top; their tensors belong to the scope of whoever called <see cref="Walk"/>.</summary>
    private readonly Stack<(Tensor Leaf, Tensor Next)> _graphs = [];

    /// <summary>The places θ̂₀ (the start itself), θ̂₁, … of the student, without a graph; they and the graphs belong to the caller's scope.</summary>
    /// <param name="start">All parameters as one vector.</param>
    /// <param name="steps">One for each step.</param>
    /// <param name="breathe">Called after every step; may throw to end the work.</param>
    public IReadOnlyList<Tensor> Walk(Tensor start, IReadOnlyList<StudentStep> steps, Action breathe)
    {
        _graphs.Clear();
        var path = new List<Tensor> { start };
        for (var n = 0; n < steps.Count; n++)
        {
            path.Add(n < steps.Count - keptGraphs ? Next(path[^1], steps[n]) : NextWithGraph(path[^1], steps[n]));
            breathe();
        }

        return path;
    }

    /// <summary>
    /// Leaves the derivatives of a loss of the last place on the images, on α and on soft labels, as far as they require gradients.
    /// </summary>
    /// <param name="path">What <see cref="Walk"/> gave.</param>
    /// <param name="steps">The same steps.</param>
    /// <param name="adjoint">The derivative of the loss by the last place; changed on the way to that by the start.</param>
    /// <param name="breathe">Called after every step; may throw to end the work.</param>
    public void WalkBack(IReadOnlyList<Tensor> path, IReadOnlyList<StudentStep> steps, Tensor adjoint, Action breathe)
    {
        for (var n = steps.Count - 1; n >= 0; n--)
        {
            if (_graphs.Count > 0) BackThrough(_graphs.Pop(), adjoint);
            else Back(path[n], steps[n], adjoint);
            breathe();
        }
    }

    /// <summary>θ̂ₙ₊₁ of θ̂ₙ.</summary>
    private Tensor Next(Tensor place, StudentStep step)
    {
        using var scope = NewDisposeScope();
        var leaf = Leaf(place);
        Loss(leaf, step, images.detach(), labels.detach()).backward();
        using var withoutGraph = no_grad();
        return (leaf - rate * leaf.grad!).MoveToOuterDisposeScope();
    }

    /// <summary>The same; its graph is kept for the walk back.</summary>
    private Tensor NextWithGraph(Tensor place, StudentStep step)
    {
        using var scope = NewDisposeScope();
        var (leaf, next) = Graph(place, step);
        _graphs.Push((leaf.MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope()));
        return next.detach().MoveToOuterDisposeScope();
    }

    /// <summary>λₙ of λₙ₊₁, in its place; adds the step's part to the other derivatives.</summary>
    private void Back(Tensor place, StudentStep step, Tensor adjoint)
    {
        using var scope = NewDisposeScope();
        BackThrough(Graph(place, step), adjoint);
    }

    /// <summary>The same along a graph that is there; frees it.</summary>
    private static void BackThrough((Tensor Leaf, Tensor Next) graph, Tensor adjoint)
    {
        using var scope = NewDisposeScope();
        using var leaf = graph.Leaf;
        using var next = graph.Next;
        next.dot(adjoint).backward();
        using var withoutGraph = no_grad();
        adjoint.copy_(leaf.grad!);
    }

    private (Tensor Leaf, Tensor Next) Graph(Tensor place, StudentStep step)
    {
        var leaf = Leaf(place);
        var gradient = Gradients.OfAll(Loss(leaf, step, images, labels), [leaf], createGraph: true)[0];
        return (leaf, leaf - rate * gradient);
    }

    private static Tensor Leaf(Tensor place) => place.detach().requires_grad_(true);

    private Tensor Loss(Tensor place, StudentStep step, Tensor from, Tensor targets)
    {
        if (step.Batch is { } batch)
        {
            var index = tensor(batch, device: from.device);
            (from, targets) = (from.index_select(0, index), targets.index_select(0, index));
        }

        var logits = network.Forward(augmentation.Apply(from, step.Draw), training: true, parameters: _parameters.Split(place), second: SecondDerivative.ByAll);
        return nn.functional.cross_entropy(logits, targets.dim() == 2 ? nn.functional.softmax(targets, 1) : targets);
    }
}
