using Engine.Networks;
using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>Share of images that a network classifies correctly.</summary>
internal static class Accuracy
{
    /// <summary>0 to 1, in evaluation mode; null for no images.</summary>
    /// <param name="network">The trained network.</param>
    /// <param name="images">[N, C, H, W], preprocessed, on the network's device.</param>
    /// <param name="labels">Int64, [N].</param>
    /// <param name="breathe">Called after every batch; may throw to end the work.</param>
    /// <param name="noise">A sub-network instead of the whole; null for the whole.</param>
    public static double? Of(Network network, Tensor images, Tensor labels, Action breathe, ForwardNoise? noise = null)
    {
        if (images.shape[0] == 0) return null;
        using var scope = NewDisposeScope();
        return Predictions.Share(Predictions.Of(network, images, breathe, noise), labels);
    }
}
