namespace Engine.Mitigation;

/// <summary>How the learning rates of the paper, found for 1000 base epochs of one step, are carried over to a shorter budget.</summary>
/// <remarks>
/// rate × min(10, 1000 / S), S the base steps: base epochs times steps per epoch; budgets of 1000 steps and more keep the published rates.
/// Lion moves every weight by the rate in every step, and AdamW by about as much, so rate × steps is how far a training can go; the rule
/// keeps it. benchmarks/records/2026-11-24_learning-rates has the validation accuracies that chose it, and what a square root gave instead.
/// </remarks>
internal static class RateRule
{
    private const double PublishedSteps = 1000;
    private const double LargestFactor = 10;

    /// <summary>The factor for a budget of so many base steps: 1 to 10.</summary>
    public static double Factor(long baseSteps) => Math.Clamp(PublishedSteps / Math.Max(1, baseSteps), 1, LargestFactor);
}
