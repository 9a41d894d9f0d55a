using System.Diagnostics;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>A normalisation with a learned scale (starts at 1) and shift (starts at 0), ε = 1e-5.</summary>
internal sealed class Normalization : ILayer
{
    private const double Epsilon = 1e-5;

    // In torch's sense: running = 0.9·running + 0.1·batch.
    private const double Momentum = 0.1;

    private readonly string _kind;
    private readonly int _channels;
    private readonly int _scale;
    private readonly int _shift;
    private readonly int _runningMean;
    private readonly int _runningVariance;
    private readonly long _groups;
    private readonly long[] _normalized;

    /// <summary>Declares the layer.</summary>
    /// <param name="plan">The network so far.</param>
    /// <param name="kind">"instance", "batch", "layer" (over channels, rows and columns) or "group".</param>
    /// <param name="groups">Groups of a group norm.</param>
    /// <param name="fused">Whether a ReLU and an average pooling follow: one walk does all three on a CPU, and the norm's own output is nowhere.</param>
    public Normalization(LayerPlan plan, string kind, int groups, bool fused = false)
    {
        var shape = plan.Shape;
        plan.KeepsItsOutput(fused && Fuses(kind));
        (_kind, _channels) = (kind, shape.Channels);
        _groups = kind == "instance" ? shape.Channels : groups;
        _normalized = kind == "layer" ? [shape.Channels, shape.Height, shape.Width] : [shape.Channels];
        _scale = plan.Constant(1, _normalized);
        _shift = plan.Constant(0, _normalized);
        if (kind == "group" && (groups < 1 || shape.Channels % groups != 0))
            plan.Refuse($"Group norm cannot divide {shape.Channels} channels into {groups} groups.");
        if (kind != "batch") return;
        _runningMean = plan.Buffer(0, shape.Channels);
        _runningVariance = plan.Buffer(1, shape.Channels);
    }

    /// <summary>Whether an image's output depends on the other images of its batch.</summary>
    public bool MixesImages => _kind == "batch";

    /// <summary>Declares another norm of this kind at the present shape.</summary>
    public Normalization Again(LayerPlan plan) =>
        new(plan, _kind, (int)Math.Max(1, plan.Shape.Channels * _groups / _channels));

    /// <summary>The layers of a choice: none for "none".</summary>
    public static IEnumerable<ILayer> Choice(LayerPlan plan, string kind, int groups = 1, bool fused = false) =>
        kind == "none" ? [] : [new Normalization(plan, kind, groups, fused)];

    /// <summary>Whether the norm can take what follows it into its own walk over an input.</summary>
    public bool Fuses(Tensor x) => Fuses(_kind) && NormBlock.Takes(x);

    /// <summary>The norm and what follows it, where it fuses.</summary>
    public Tensor Apply(Tensor x, ForwardPass pass, NormTail tail) =>
        NormBlock.Of(x, _groups, pass.Parameters[_scale], pass.Parameters[_shift], Epsilon, tail);

    /// <inheritdoc />
    public Tensor Apply(Tensor x, ForwardPass pass)
    {
        var (scale, shift) = (pass.Parameters[_scale], pass.Parameters[_shift]);
        return _kind switch
        {
            "instance" or "group" when pass.Second != SecondDerivative.None && NormBlock.Takes(x) => NormBlock.Of(x, _groups, scale, shift, Epsilon),

            // Group norm with one channel per group is instance norm exactly, and four times as fast on a CPU.
            "instance" or "group" => nn.functional.group_norm(x, _groups, scale, shift, Epsilon),
            "layer" => nn.functional.layer_norm(x, _normalized, scale, shift, Epsilon),
            "batch" => nn.functional.batch_norm(
                x, pass.Buffers[_runningMean], pass.Buffers[_runningVariance], scale, shift, pass.Training, Momentum, Epsilon),
            _ => throw new UnreachableException(_kind),
        };
    }

    private static bool Fuses(string kind) => kind is "instance" or "group";
}
