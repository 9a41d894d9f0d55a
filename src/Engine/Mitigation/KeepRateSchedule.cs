namespace Engine.Mitigation;

/// <summary>Three phases of the keep rate p, a pure function of the epoch (Zhong and Liu, arXiv 2309.04195, section 3.1 and released code).</summary>
/// <remarks>
/// E epochs, B = E/4, T = B/2: phase 1 keeps everything for T epochs, phase 2 falls by d in each of five periods of T epochs, phase 3 keeps
/// much for the last B epochs, so that the sub-networks come close to the whole network that is used at test time. Ratios are kept for any
/// E; a period begins with the first epoch that lies wholly or partly in it.
/// </remarks>
/// <param name="Epochs">E, 8 at least.</param>
/// <param name="Fall">d: 0 to 0.19.</param>
/// <param name="FinalRate">p of phase 3.</param>
internal sealed record KeepRateSchedule(int Epochs, double Fall, double FinalRate)
{
    private const int Periods = 8;
    private const int FirstFinalPeriod = 6;
    private const double LowestRate = 0.35;
    private const double HighestLowest = 0.5;
    private const double KeptUnits = 5.6;

    /// <summary>The paper's: 4000 epochs, 0.1 down to 0.5, then 0.8.</summary>
    public static KeepRateSchedule Default { get; } = new(4000, 0.1, 0.8);

    /// <summary>
    /// By how much p falls per period for a network of so many units: the paper's 0.1 (down to 0.5) for 8 units and 0.13 (down to 0.35) for
    /// 16, and between them so that about 5.6 units are kept at the lowest rate, as in both of its networks.
    /// </summary>
    public static double FallFor(int units) => (1 - Math.Clamp(KeptUnits / Math.Max(1, units), LowestRate, HighestLowest)) / 5;

    /// <summary>The keep rate of an epoch, 0 for the first.</summary>
    public double At(int epoch) => Period(epoch) == FirstFinalPeriod ? FinalRate : 1 - Fall * Period(epoch);

    /// <summary>
    /// First epoch and length of the learning rate's cycle that an epoch lies in. It starts where the keep rate changed. Phases 1 and 2 see the
    /// first half of a cycle of B epochs; phase 3 is a whole one, which ends with the training also where E is no multiple of 4.
    /// </summary>
    public (int Start, double Length) CycleOf(int epoch)
    {
        var start = (int)Math.Ceiling(Period(epoch) * (double)Epochs / Periods);
        return (start, Period(epoch) == FirstFinalPeriod ? Epochs - start : Epochs / 4.0);
    }

    // The last two periods are phase 3.
    private int Period(int epoch) => Math.Min(FirstFinalPeriod, (int)((long)epoch * Periods / Epochs));
}
