using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Data;

/// <summary>Figures of many images that tell one space of images from another.</summary>
/// <param name="Least">Smallest value.</param>
/// <param name="Most">Largest value.</param>
/// <param name="Deviation">Standard deviation of all values.</param>
/// <param name="Correlation">Correlation of neighbouring pixels, across and down: 0.9 in photographs, 0.2 to 0.6 once whitened.</param>
/// <param name="PixelDeviation">Standard deviation of the pixels that come out when the preprocessing is undone.</param>
/// <param name="Impossible">Share of those pixels below −1 or above 2, where [0, 1] can be seen.</param>
internal sealed record SpaceStatistics(
    double Least, double Most, double Deviation, double Correlation, double PixelDeviation, double Impossible)
{
    private const double LeastPixel = -1, MostPixel = 2;

    /// <summary>The figures of images that are taken to be in the space of a preprocessing.</summary>
    public static SpaceStatistics Of(Tensor images, Preprocessing preprocessing)
    {
        using var scope = NewDisposeScope();
        var pixels = preprocessing.Invert(images);
        var impossible = pixels.lt(Number.Of(LeastPixel)).logical_or(pixels.gt(Number.Of(MostPixel))).to_type(ScalarType.Float32).mean();
        return new(
            Value(images.min()), Value(images.max()), Value(images.std()), Neighbours(images), Value(pixels.std()), Value(impossible));
    }

    // Each channel of each image has its own mean taken away: else one tint per image would count as likeness of neighbours.
    private static double Neighbours(Tensor images)
    {
        var centred = images - images.mean([2, 3], keepdim: true);
        var variance = centred.Squared().mean();
        return Value(Along(centred, 2).add(Along(centred, 3), Number.One) / variance.mul(Number.Of(2)));
    }

    private static Tensor Along(Tensor centred, int dimension)
    {
        var count = centred.shape[dimension] - 1;
        return (centred.narrow(dimension, 0, count) * centred.narrow(dimension, 1, count)).mean();
    }

    private static double Value(Tensor value) => value.item<float>();
}
