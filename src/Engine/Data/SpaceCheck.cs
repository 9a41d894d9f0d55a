using Contracts;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Data;

/// <summary>
/// Whether images that were stored as real numbers, without a word about their space, can be in that of the declared preprocessing.
/// </summary>
/// <remarks>
/// Nobody's files say it, and networks trained in one space and tested in another are near chance. Refused is what looks like pixels,
/// what would be no image once the preprocessing is undone, and what does not fit the declared space but another known one. What fits
/// none passes: a set that began as noise has no mark of any space.
/// </remarks>
internal static class SpaceCheck
{
    private const int Sample = 4_096;
    private const int MostWhitened = 4_096;        // values of an image up to which a whitening takes seconds
    private const double End = 0.995;

    /// <summary>Throws with an explanation of what to change where the images are of another space.</summary>
    public static void Throw(string label, Tensor images, ImageDataset real)
    {
        using var scope = NewDisposeScope();
        var declared = real.Preprocessing;
        var sample = real.Train.Images.index_select(0, Spread(real.Train.Count, images.device));
        var (own, reference) = (SpaceStatistics.Of(images, declared), SpaceStatistics.Of(sample, declared));
        if (own.Most - own.Least <= 0) throw new DataException($"All values of the images of '{label}' are equal.");
        if (Range(own) is { } range && Range(reference) is null)
            throw new DataException(
                $"The values of '{label}' lie between {range}: they look like pixels, but real numbers are taken as preprocessed already "
                + $"(data.preprocessing is {declared.Name}). Store the pixels as uint8, 0 to 255, or preprocess them first.");
        var fit = SpaceFit.Of(own, reference);
        if (fit.IsGood) return;
        if (BestOther(images, sample, real) is { } other) throw new DataException(Told(label, declared.Name, other.Name, fit, other.Fit));
        if (fit.Impossible > SpaceFit.MostImpossible)
            throw new DataException(
                $"The images of '{label}' are not in the space of data.preprocessing, {declared.Name}: undone, it gives "
                + $"{fit.Impossible:P0} of pixels that no image has. Choose the preprocessing that the set was made with.");
    }

    // Where real images themselves lie so, nothing can be said.
    private static Sentence? Range(SpaceStatistics figures) => (figures.Least, figures.Most) switch
    {
        ( >= 0, <= 1) => (Sentence)"0 and 1",
        ( >= 0, <= 255) => (Sentence)"0 and 255",
        ( >= -1 and <= -End, >= End and <= 1) => (Sentence)"−1 and 1, which they reach,",
        _ => null,
    };

    private static (string Name, SpaceFit Fit)? BestOther(Tensor images, Tensor sample, ImageDataset real)
    {
        List<(string Name, SpaceFit Fit)> fitting = [];
        var pixels = real.Preprocessing.Invert(sample).clamp_(Number.Of(0), Number.Of(1));
        var names = Preprocessing.Names.Where(name => name != real.Preprocessing.Name)
            .Where(name => name == Preprocessing.Standardize || real.Shape.Size <= MostWhitened);
        foreach (var name in names)
        {
            using var step = NewDisposeScope();
            using var candidate = Preprocessing.Fit(
                name, Statistics(pixels, real), pixels.shape[0], (start, n) => pixels.narrow(0, start, n), pixels.device);
            var reference = SpaceStatistics.Of(candidate.Apply(pixels), candidate);
            var fit = SpaceFit.Of(SpaceStatistics.Of(images, candidate), reference);
            if (fit.IsGood) fitting.Add((name, fit));
        }

        return fitting.Count == 0 ? null : fitting.MinBy(candidate => candidate.Fit.Distance);
    }

    private static ChannelStatistics Statistics(Tensor pixels, ImageDataset real) =>
        ChannelStatistics.Published(real.Name) is { } published && published.Mean.Count == real.Shape.Channels
            ? published
            : new ChannelStatistics(
                pixels.mean([0, 2, 3]).cpu().data<float>().ToArray(),
                pixels.std([0, 2, 3]).clamp_min(Number.Of(1e-3)).cpu().data<float>().ToArray());

    private static Sentence Told(string label, string declared, string other, SpaceFit fit, SpaceFit better)
    {
        var look = (declared, other) switch
        {
            (Preprocessing.Standardize, _) => (Sentence)"look whitened",
            (_, Preprocessing.Standardize) => (Sentence)"do not look whitened",
            _ => (Sentence)"look whitened by another convention",
        };
        return $"The images of '{label}' {look}, but data.preprocessing is {declared}: set it to {other}. Against real images "
            + $"so preprocessed, their contrast is {fit.Contrast:0.00}×, their large structures against small ones {fit.Balance:0.00}× "
            + $"and the likeness of neighbouring pixels {fit.Correlation:0.00}×; with {other} it is {better.Contrast:0.00}×, "
            + $"{better.Balance:0.00}× and {better.Correlation:0.00}×.";
    }

    private static Tensor Spread(long count, Device device)
    {
        var chosen = Math.Min(count, Sample);
        return tensor(Enumerable.Range(0, (int)chosen).Select(i => i * count / chosen).ToArray(), device: device);
    }
}
