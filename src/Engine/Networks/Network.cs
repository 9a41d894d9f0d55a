using Contracts;
using Engine.Networks.Layers;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Networks;

/// <summary>A classifier whose parameters are plain tensors: it runs forward with its own or with any others of the same shapes.</summary>
/// <remarks>
/// The network owns its tensors: no dispose scope frees them, <see cref="Dispose"/> does. What a forward pass returns belongs to the
/// caller's scope.
/// One thread at a time.
/// </remarks>
internal sealed class Network : IDisposable
{
    private readonly NetworkPlan _plan;
    private readonly PoolingMatrices _pooling = new();

    private Network(string label, NetworkPlan plan, Generator random, Device device)
    {
        (Label, _plan, KeptValues) = (label, plan, plan.Layers.KeptOn(device.type));
        Parameters = [.. plan.Layers.Parameters.Select(parameter => Start(parameter, random, device).requires_grad_(true))];
        Buffers = [.. plan.Layers.Buffers.Select(buffer => Start(buffer, random, device))];
    }

    /// <summary>A short label that tells two variants apart.</summary>
    public string Label { get; }

    /// <summary>Images that it takes.</summary>
    public ImageShape Shape => _plan.Shape;

    /// <summary>Logits per image.</summary>
    public int Classes => _plan.Classes;

    /// <summary>Length of an embedding.</summary>
    public int Features => _plan.Features;

    /// <summary>Learned values in all.</summary>
    public long ParameterCount => _plan.ParameterCount;

    /// <summary>Values of one image that a backward pass needs again where the parameters live.</summary>
    public long KeptValues { get; }

    /// <summary>Residual blocks and chain units: the places where a branch can be skipped.</summary>
    public int Units => _plan.Layers.Units;

    /// <summary>Multiply-adds of a forward pass of one image; a backward pass takes about twice as many.</summary>
    public double MultiplyAdds => _plan.Layers.MultiplyAdds;

    /// <summary>
    /// Float32 leaves on the device, layer by layer: weight, bias, scale, shift, …; the classifier's weight and bias last.
    /// </summary>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>Running mean and variance of each batch norm; empty without batch norm.</summary>
    public IReadOnlyList<Tensor> Buffers { get; }

    /// <summary>A new network with its own random weights.</summary>
    /// <param name="spec">A name of <see cref="NetworkFamily"/> and options without faults.</param>
    /// <param name="shape">Images that it takes.</param>
    /// <param name="classes">Logits per image.</param>
    /// <param name="random">A CPU generator: weights are drawn on the CPU, so a GPU sees the same ones.</param>
    /// <param name="device">Where the parameters live.</param>
    /// <param name="style">What a recipe asks of any network; null for the network as its options say.</param>
    /// <exception cref="ArgumentException">There is no such network, or it cannot see such images.</exception>
    public static Network Create(
        ComponentSpec spec, ImageShape shape, int classes, Generator random, Device device, NetworkStyle? style = null)
    {
        var member = NetworkFamily.Find(spec.Name) ?? throw new ArgumentException($"There is no network \"{spec.Name}\".", nameof(spec));
        return Create(spec.Label, member.From(spec, shape, classes, style), random, device);
    }

    /// <summary>A new network of a plan with its own random weights.</summary>
    /// <exception cref="ArgumentException">The plan has faults; all are told.</exception>
    public static Network Create(string label, NetworkPlan plan, Generator random, Device device)
    {
        if (plan.Layers.Faults.Count > 0) throw new ArgumentException($"{label}: {string.Join(" ", plan.Layers.Faults)}", nameof(plan));
        return new Network(label, plan, random, device);
    }

    /// <summary>Logits [N, classes] of images [N, C, H, W].</summary>
    /// <param name="x">Images.</param>
    /// <param name="training">Whether batch norm takes the batch's statistics and updates the running ones.</param>
    /// <param name="parameters">Parameters to use instead of the network's own, in the same order and shapes.</param>
    /// <param name="noise">DropPath and dropout; null for none, as at test time.</param>
    /// <param name="second">Whether the gradient by the parameters will be derived again: the same values, by a way that is quicker then.</param>
    public Tensor Forward(
        Tensor x, bool training = false, IReadOnlyList<Tensor>? parameters = null, ForwardNoise? noise = null,
        SecondDerivative second = SecondDerivative.None)
    {
        var pass = Pass(x, training, parameters, noise?.DropPath, second);
        var features = _plan.Body.Apply(x, pass);
        return _plan.Classifier.Apply(noise is null ? features : noise.Drop(features.flatten(1)), pass);
    }

    /// <summary>Flattened features [N, F] of images [N, C, H, W]: what the classifier sees.</summary>
    /// <param name="x">Images.</param>
    /// <param name="training">Whether batch norm takes the batch's statistics and updates the running ones.</param>
    /// <param name="parameters">Parameters to use instead of the network's own, in the same order and shapes.</param>
    public Tensor Embed(Tensor x, bool training = false, IReadOnlyList<Tensor>? parameters = null) =>
        _plan.Body.Apply(x, Pass(x, training, parameters, null, SecondDerivative.None)).flatten(1);

    /// <summary>Copies the values of another network of the same plan.</summary>
    public void CopyFrom(NetworkValues values)
    {
        using var withoutGraph = no_grad();
        var mine = Parameters.Concat(Buffers).ToList();
        TensorGuards.SameShapes(values.Tensors, mine, Label);
        foreach (var (value, target) in values.Tensors.Zip(mine)) target.copy_(value);
    }

    /// <summary>A copy of every parameter and buffer as they are now; the caller owns it.</summary>
    public NetworkValues Values()
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        return new NetworkValues([.. Parameters.Concat(Buffers).Select(tensor => tensor.detach().clone().DetachFromDisposeScope())]);
    }

    /// <summary>Switches the gradients of the network's own parameters on or off.</summary>
    public void RequiresGrad(bool on)
    {
        foreach (var parameter in Parameters) parameter.requires_grad_(on);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in Parameters.Concat(Buffers)) tensor.Dispose();
        _pooling.Dispose();
    }

    private ForwardPass Pass(Tensor x, bool training, IReadOnlyList<Tensor>? parameters, DropPath? dropPath, SecondDerivative second)
    {
        TensorGuards.Batch(x, Shape, Label);
        if (parameters is not null) TensorGuards.SameShapes(parameters, Parameters, Label);
        return new ForwardPass(parameters ?? Parameters, Buffers, _pooling, training, dropPath, second);
    }

    private static Tensor Start(ParameterPlan plan, Generator random, Device device)
    {
        using var scope = NewDisposeScope();
        var start = plan.Bound > 0
            ? empty(plan.Shape).uniform_(-plan.Bound, plan.Bound, random)
            : full(plan.Shape, Number.Of(plan.Constant), dtype: ScalarType.Float32);
        return start.to(device).DetachFromDisposeScope();
    }
}
