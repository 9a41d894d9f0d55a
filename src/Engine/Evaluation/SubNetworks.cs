using Engine.Networks;
using Engine.Networks.Layers;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Evaluation;

/// <summary>How well sub-networks of a network do: DropPath is said to turn it into an implicit ensemble of them.</summary>
internal static class SubNetworks
{
    /// <summary>Mean, lowest and highest accuracy of sub-networks drawn at a keep rate; null for a network without units.</summary>
    /// <param name="network">A network planned for DropPath.</param>
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="labels">Int64, [N].</param>
    /// <param name="keepRate">Probability that a unit is kept.</param>
    /// <param name="count">Sub-networks to draw.</param>
    /// <param name="random">Source of chance.</param>
    /// <param name="breathe">Called after every batch; may throw to end the work.</param>
    public static (double Mean, double Lowest, double Highest)? Accuracies(
        Network network, Tensor images, Tensor labels, double keepRate, int count, Random random, Action breathe)
    {
        if (network.Units == 0 || count == 0) return null;
        var accuracies = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var kept = Enumerable.Range(0, network.Units).Select(_ => random.NextDouble() < keepRate).ToList();
            var noise = new ForwardNoise(DropPath.SubNetwork(kept, keepRate), 0, random);
            accuracies.Add(Accuracy.Of(network, images, labels, breathe, noise) ?? 0);
        }

        return (accuracies.Average(), accuracies.Min(), accuracies.Max());
    }
}
