using Engine.Networks;
using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>Share of images that a network classifies correctly.</summary>
internal static class Accuracy
{
    private const int BatchSize = 500;

    /// <summary>0 to 1, in evaluation mode; null for no images.</summary>
    /// <param name="network">The trained network.</param>
    /// <param name="images">[N, C, H, W], preprocessed, on the network's device.</param>
    /// <param name="labels">Int64, [N].</param>
    /// <param name="breathe">Called after every batch; may throw to end the work.</param>
    public static double? Of(Network network, Tensor images, Tensor labels, Action breathe)
    {
        var count = images.shape[0];
        if (count == 0) return null;
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        var correct = zeros(1, ScalarType.Int64, images.device);
        for (long start = 0; start < count; start += BatchSize)
        {
            using var step = NewDisposeScope();
            var length = Math.Min(BatchSize, count - start);
            var predicted = network.Forward(images.narrow(0, start, length)).argmax(1);
            correct.add_(predicted.eq(labels.narrow(0, start, length)).sum());
            breathe();
        }

        return correct.item<long>() / (double)count;        // the only host sync
    }
}
