namespace Engine.Training;

/// <summary>Learning rates as pure functions of time.</summary>
internal static class Schedules
{
    /// <summary>The reference protocol's step: the full rate up to and including epoch E/2, a tenth of it after (epochs count from 0).</summary>
    public static double HalfwayDrop(double rate, int epoch, int epochs) => IsAfterDrop(epoch, epochs) ? rate * 0.1 : rate;

    /// <summary>Whether an epoch comes after the drop. The reference code rebuilds its optimiser there, which forgets the momentum.</summary>
    public static bool IsAfterDrop(int epoch, int epochs) => epoch > (epochs / 2) + 1;
}
