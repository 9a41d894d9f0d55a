namespace Engine.Mitigation;

/// <summary>How the learning rates of the paper, found for 1000 base epochs of one step, are carried over to a shorter budget.</summary>
/// <remarks>
/// rate × √(1000 / S), S the base steps: base epochs times steps per epoch; budgets of 1000 steps and more keep the published rates. A sign
/// optimiser such as Lion moves by rate × steps, which asks for 1000/S; the noise of its path grows with the rate, which asks for none. The
/// square root lies between them; docs/experiments.md has the validation accuracies that chose it.
/// </remarks>
internal static class RateRule
{
    private const double PublishedSteps = 1000;

    /// <summary>The factor for a budget of so many base steps: 1 or more.</summary>
    public static double Factor(long baseSteps) => Math.Sqrt(Math.Max(1, PublishedSteps / Math.Max(1, baseSteps)));
}
