using Engine.Numerics;

namespace Engine.Networks.Layers;

/// <summary>
/// What a network will need, collected while its layers are made: parameters, buffers, cost, faults. Nothing is allocated.
/// </summary>
/// <param name="input">The images that enter the network.</param>
/// <param name="style">What a recipe asks of any network.</param>
internal sealed class LayerPlan(ImageShape input, NetworkStyle style)
{
    private readonly List<ParameterPlan> _parameters = [];
    private readonly List<ParameterPlan> _buffers = [];
    private readonly List<string> _faults = [];

    /// <summary>The images that enter the network.</summary>
    public ImageShape Input { get; } = input;

    /// <summary>What a recipe asks of any network.</summary>
    public NetworkStyle Style { get; } = style;

    /// <summary>What the layers so far make of one image.</summary>
    public ImageShape Shape { get; private set; } = input;

    /// <summary>Parameters in the order of declaration.</summary>
    public IReadOnlyList<ParameterPlan> Parameters => _parameters;

    /// <summary>Tensors that are carried along but not learned: running statistics.</summary>
    public IReadOnlyList<ParameterPlan> Buffers => _buffers;

    /// <summary>Why this network cannot see these images; empty when it can.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Multiply-adds of convolutions and linear layers for one image.</summary>
    public long MultiplyAdds { get; private set; }

    /// <summary>
    /// Values of one image that a backward pass on a CPU needs again: what every layer gives, but for a ReLU, which works in place, and a norm that one walk
    /// fuses.
    /// </summary>
    public long KeptValues { get; private set; } = input.Size;

    /// <summary>Values of one image that norms give which are fused on a CPU; elsewhere they are kept too.</summary>
    public long FusedValues { get; private set; }

    /// <summary>Values of the largest output of a layer, for one image.</summary>
    public long LargestOutput { get; private set; } = input.Size;

    /// <summary>Residual blocks and chain units so far: the places where a branch can be skipped.</summary>
    public int Units { get; private set; }

    /// <summary>
    /// Padding of the first convolution: grey images of 28 pixels are widened to 32, so that four halvings come out even.
    /// </summary>
    /// <param name="padding">The padding of any other image.</param>
    public int FirstPadding(int padding) => Input is { Channels: 1, Height: 28, Width: 28 } ? padding + 2 : padding;

    /// <summary>
    /// Declares a weight or bias that starts uniform in ±1/√fanIn (Kaiming uniform with a = √5, the framework's default).
    /// </summary>
    public int Weight(long fanIn, params long[] shape) => Declare(_parameters, new ParameterPlan(shape, 1 / Math.Sqrt(fanIn), 0));

    /// <summary>Declares a parameter that starts at one value everywhere.</summary>
    public int Constant(double value, params long[] shape) => Declare(_parameters, new ParameterPlan(shape, 0, value));

    /// <summary>Declares a running statistic.</summary>
    public int Buffer(double value, params long[] shape) => Declare(_buffers, new ParameterPlan(shape, 0, value));

    /// <summary>Numbers a unit that can be skipped.</summary>
    public int NextUnit() => Units++;

    /// <summary>Adds to the cost of one image.</summary>
    public void Count(long multiplyAdds) => MultiplyAdds += multiplyAdds;

    /// <summary>Declares what only training needs: it adds nothing to the cost of one image.</summary>
    public T ForTraining<T>(Func<T> declare)
    {
        var before = MultiplyAdds;
        var made = declare();
        MultiplyAdds = before;
        return made;
    }

    /// <summary>Notes a reason to refuse the network.</summary>
    public void Refuse(string fault) => _faults.Add(fault);

    /// <summary>Notes the output of the layer just made.</summary>
    /// <param name="shape">Its output; a side below 1 is a fault, told once.</param>
    /// <param name="layer">The layer in words, for the fault.</param>
    public void Becomes(ImageShape shape, string layer)
    {
        if (shape.Height < 1 || shape.Width < 1)
        {
            if (_faults.Count == 0) Refuse($"Images of {Input} are too small: {layer} would leave no pixel of {Shape}.");
            shape = new ImageShape(shape.Channels, Math.Max(1, shape.Height), Math.Max(1, shape.Width));
        }

        Shape = shape;
        KeptValues += shape.Size;
        LargestOutput = Math.Max(LargestOutput, shape.Size);
    }

    /// <summary>Notes a layer whose output has the shape of its input and is kept beside it.</summary>
    /// <param name="fused">Whether a CPU makes it in one walk with what follows, so that it lies nowhere.</param>
    public void KeepsItsOutput(bool fused)
    {
        if (fused) FusedValues += Shape.Size;
        else KeptValues += Shape.Size;
    }

    /// <summary>Values of one image that a backward pass needs again.</summary>
    public long KeptOn(TorchSharp.DeviceType device) => device == TorchSharp.DeviceType.CPU ? KeptValues : KeptValues + FusedValues;

    /// <summary>Goes back to an earlier shape, to plan a second path from there.</summary>
    public void Return(ImageShape shape) => Shape = shape;

    private static int Declare(List<ParameterPlan> list, ParameterPlan plan)
    {
        list.Add(plan);
        return list.Count - 1;
    }
}
