namespace Engine.Training;

/// <summary>Where a training stands.</summary>
/// <param name="Epoch">0 for the first.</param>
/// <param name="Step">Step within the epoch, 0 for the first.</param>
/// <param name="StepsPerEpoch">Steps of every epoch.</param>
internal readonly record struct TrainingTime(int Epoch, int Step, int StepsPerEpoch);

/// <summary>Learning rates as pure functions of time.</summary>
internal static class Schedules
{
    /// <summary>Share of a cosine cycle that warms up.</summary>
    public const double WarmUp = 0.1;

    /// <summary>The reference protocol's step: the full rate up to and including epoch E/2, a tenth of it after (epochs count from 0).</summary>
    public static double HalfwayDrop(double rate, int epoch, int epochs) => IsAfterDrop(epoch, epochs) ? rate * 0.1 : rate;

    /// <summary>Whether an epoch comes after the drop. The reference code rebuilds its optimiser there, which forgets the momentum.</summary>
    public static bool IsAfterDrop(int epoch, int epochs) => epoch > (epochs / 2) + 1;

    /// <summary>The full rate in the first half of the epochs, a tenth of it in the second.</summary>
    public static double Step(double rate, TrainingTime now, int epochs) => now.Epoch < epochs / 2 ? rate : rate * 0.1;

    /// <summary>Half a cosine wave from the full rate down to a share of it.</summary>
    /// <param name="rate">The rate at the start.</param>
    /// <param name="lowest">Share of it at the end.</param>
    /// <param name="done">0 at the start, 1 at the end.</param>
    public static double HalfWave(double rate, double lowest, double done) => rate * (lowest + (1 - lowest) * (1 + Math.Cos(Math.PI * done)) / 2);

    /// <summary>One warm-up and one half wave over all epochs.</summary>
    public static double Cosine(double rate, TrainingTime now, int epochs) => Cycle(rate, now, start: 0, length: epochs);

    /// <summary>
    /// One cycle: from 0 linearly to the full rate over a tenth of its length, then half a cosine wave to 0. Counted in steps, of which the
    /// first of a cycle is 1.
    /// </summary>
    /// <param name="rate">The highest rate.</param>
    /// <param name="now">Where the training stands.</param>
    /// <param name="start">First epoch of the cycle.</param>
    /// <param name="length">Epochs of the cycle, 2 at least; a cycle may be cut off by the start of another.</param>
    public static double Cycle(double rate, TrainingTime now, int start, double length)
    {
        var step = (now.Epoch - start) * (double)now.StepsPerEpoch + now.Step + 1;
        var (warm, all) = (WarmUp * length * now.StepsPerEpoch, length * now.StepsPerEpoch);
        return step < warm ? rate * step / warm : rate * (1 + Math.Cos(Math.PI * Math.Min(1, (step - warm) / (all - warm)))) / 2;
    }
}
