using Engine.Networks.Layers;
using static TorchSharp.torch;

namespace Engine.Networks;

/// <summary>What disturbs a forward pass in training.</summary>
/// <param name="DropPath">Which images skip which unit; null skips none.</param>
/// <param name="Dropout">Share of the classifier's inputs that is set to zero, 0 to below 1; the others count 1/(1 − share).</param>
/// <param name="Random">Source of chance of the dropout.</param>
internal sealed record ForwardNoise(DropPath? DropPath, double Dropout, Random Random)
{
    /// <summary>Noise of a training step; null when it would change nothing.</summary>
    public static ForwardNoise? Of(double keepRate, double dropout, Random random) =>
        DropPath.Sampled(keepRate, random) is { } dropPath ? new ForwardNoise(dropPath, dropout, random)
        : dropout > 0 ? new ForwardNoise(null, dropout, random)
        : null;

    /// <summary>Features [N, F] with dropout.</summary>
    public Tensor Drop(Tensor features)
    {
        if (Dropout == 0) return features;
        var kept = new float[features.numel()];
        for (var i = 0; i < kept.Length; i++) kept[i] = Random.NextDouble() < Dropout ? 0 : (float)(1 / (1 - Dropout));
        return features * tensor(kept, features.shape).to(features.dtype).to(features.device);
    }
}
