namespace Engine.Data;

/// <summary>How images compare with real images of a space, when they are taken to be in it.</summary>
/// <remarks>
/// Learned images have more of everything than real ones, but in the same proportions: what whitening did to large and small
/// structures stays. Measured (docs/experiments.md): published sets and real images fit their own space and no other; noise fits none.
/// </remarks>
/// <param name="Contrast">Deviation of the values over that of real images.</param>
/// <param name="Balance">Deviation of the undone pixels over that of real images, over <paramref name="Contrast"/>: near 1 at home.</param>
/// <param name="Correlation">Correlation of neighbours over that of real images.</param>
/// <param name="Impossible">Share of undone pixels that no image has.</param>
internal sealed record SpaceFit(double Contrast, double Balance, double Correlation, double Impossible)
{
    /// <summary>Share of impossible pixels that no set in its own space comes near to; the largest seen is 1.6 %.</summary>
    public const double MostImpossible = 0.3;

    /// <summary>The comparison.</summary>
    public static SpaceFit Of(SpaceStatistics images, SpaceStatistics real)
    {
        var contrast = images.Deviation / real.Deviation;
        var balance = images.PixelDeviation / real.PixelDeviation / contrast;
        return new(contrast, balance, images.Correlation / real.Correlation, images.Impossible);
    }

    /// <summary>Whether the images look like ones of the space.</summary>
    public bool IsGood => Contrast is > 0.5 and < 3 && Balance is > 0.75 and < 1.25 && Correlation is > 0.75 and < 1.25 && Impossible < 0.1;

    /// <summary>How far from real images, for the choice among spaces that fit.</summary>
    public double Distance => Math.Abs(Math.Log(Balance)) + Math.Abs(Math.Log(Correlation));
}
