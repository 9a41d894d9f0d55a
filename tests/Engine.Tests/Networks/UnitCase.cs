using Engine.Networks;
using Engine.Networks.Blocks;
using Engine.Networks.Layers;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Networks;

/// <summary>Networks of a single unit whose logits are the unit's output, flattened.</summary>
internal static class UnitCase
{
    public static readonly ImageShape Shape = new(4, 4, 4);

    private const float Lift = 20;

    /// <summary>Images so bright that the sum of branch and shortcut stays above zero: the last ReLU changes nothing.</summary>
    public static Tensor Images(int count) => NetworkCase.Images(Shape, count) + Lift;

    /// <summary>A residual block: same size (identity shortcut), or half the size with as many channels again.</summary>
    public static Network Residual(string norm, bool bottleneck = false, bool shrinks = false, bool improved = false)
    {
        var options = new ResNetOptions { Norm = norm, Bias = true, ImprovedShortcut = improved };
        var (channels, stride) = shrinks ? (8, 2) : (4, 1);
        var network = Transparent(
            channels * 16 / (stride * stride),
            plan => [bottleneck ? Bottleneck.Of(plan, channels / 4, stride, options) : BasicBlock.Of(plan, channels, stride, options)]);
        if (shrinks) Fill(network.Parameters[Classifier(network) - 1], Lift);       // the shift of the shortcut's norm
        return network;
    }

    /// <summary>A stem and a pair of convolutions with pooling between them, from 4 to 6 channels.</summary>
    public static Network Chain(string norm, bool dropPath = true) => Transparent(6 * 2 * 2, plan =>
    [
        new Convolution(plan, 4, 3), .. BlockNorm.Choice(plan, norm), new Activation(),
        new Convolution(plan, 4, 3), .. BlockNorm.Choice(plan, norm), new Activation(), new Pooling(plan, "max"),
        new Convolution(plan, 6, 3), .. BlockNorm.Choice(plan, norm), new Activation(),
    ], new NetworkStyle(DropPath: dropPath));

    /// <summary>The output of a unit when every image keeps it, without scaling, and when every image skips it.</summary>
    public static (Tensor Kept, Tensor Skipped) Paths(Network network, Tensor x) =>
        (network.Forward(x, training: true), network.Forward(x, training: true, noise: ScriptedRandom.Keeping(0.5, false)));

    /// <summary>1 for the images that are kept: [N, 1].</summary>
    public static Tensor Mask(params bool[] kept) => tensor(kept.Select(keep => keep ? 1f : 0).ToArray(), [kept.Length, 1]);

    private static Network Transparent(int features, Func<LayerPlan, IReadOnlyList<ILayer>> body, NetworkStyle? style = null)
    {
        using var random = new Generator(3, CPU);
        var network = Network.Create("unit", NetworkPlan.Of(Shape, features, style ?? NetworkStyle.Plain, body), random, CPU);
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        var classifier = Classifier(network);
        network.Parameters[classifier].copy_(eye(features));
        Fill(network.Parameters[classifier + 1], 0);
        return network;
    }

    private static int Classifier(Network network) => network.Parameters.Index().Single(entry => entry.Item.dim() == 2).Index;

    private static void Fill(Tensor parameter, float value)
    {
        using var withoutGraph = no_grad();
        parameter.fill_(value);
    }
}
