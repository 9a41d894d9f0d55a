using Engine.Networks;
using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>The classes that a network gives to images.</summary>
internal static class Predictions
{
    private const int BatchSize = 500;

    /// <summary>Int64, [N], in evaluation mode; belongs to the caller's scope.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">[N, C, H, W], at least one, preprocessed, on the network's device.</param>
    /// <param name="breathe">Called after every batch; may throw to end the work.</param>
    /// <param name="noise">A sub-network instead of the whole; null for the whole.</param>
    public static Tensor Of(Network network, Tensor images, Action breathe, ForwardNoise? noise = null)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        var predicted = empty(images.shape[0], dtype: ScalarType.Int64, device: images.device);
        for (long start = 0; start < images.shape[0]; start += BatchSize)
        {
            using var step = NewDisposeScope();
            var length = Math.Min(BatchSize, images.shape[0] - start);
            predicted.narrow(0, start, length).copy_(network.Forward(images.narrow(0, start, length), noise: noise).argmax(1));
            breathe();
        }

        return predicted.MoveToOuterDisposeScope();
    }

    /// <summary>Share of equal entries, 0 to 1.</summary>
    public static double Share(Tensor one, Tensor other)
    {
        using var scope = NewDisposeScope();
        return one.eq(other).sum().item<long>() / (double)one.shape[0];         // host sync
    }
}
