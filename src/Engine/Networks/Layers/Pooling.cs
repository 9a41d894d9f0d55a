using System.Diagnostics;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>Square pooling without overlap.</summary>
internal sealed class Pooling : ILayer
{
    private readonly string _kind;
    private readonly int _size;
    private readonly bool _roundUp;

    /// <summary>Declares the layer.</summary>
    /// <param name="plan">The network so far.</param>
    /// <param name="kind">"average" or "max".</param>
    /// <param name="size">Side and step of the window.</param>
    /// <param name="roundUp">Whether max pooling keeps rows and columns that do not fill a window; otherwise they are left out.</param>
    public Pooling(LayerPlan plan, string kind, int size = 2, bool roundUp = false)
    {
        (_kind, _size, _roundUp) = (kind, size, roundUp);
        var (from, more) = (plan.Shape, roundUp ? size - 1 : 0);
        plan.Becomes(new ImageShape(from.Channels, (from.Height + more) / size, (from.Width + more) / size), $"{size}×{size} pooling");
    }

    /// <summary>Whether it is the mean of 2×2 windows.</summary>
    public bool IsAverageOfFour => (_kind, _size) == ("average", 2);

    /// <summary>Declares another pooling of this kind at the present shape.</summary>
    public Pooling Again(LayerPlan plan) => new(plan, _kind, _size, _roundUp);

    /// <summary>The layers of a choice: none for "none".</summary>
    public static IEnumerable<ILayer> Choice(LayerPlan plan, string kind) => kind == "none" ? [] : [new Pooling(plan, kind)];

    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass) => (_kind, _size) switch
    {
        ("average", 2) => pass.Pooling.AveragePool(x),
        ("average", _) => nn.functional.avg_pool2d(x, _size, _size),
        ("max", _) => nn.functional.max_pool2d(x, [_size, _size], [_size, _size], ceil_mode: _roundUp),
        _ => throw new UnreachableException(_kind),
    };
}
