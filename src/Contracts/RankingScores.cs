namespace Contracts;

/// <summary>DD-Ranking scores (Li et al., arXiv 2505.13300) of accuracies in 0 to 1.</summary>
/// <remarks>Both scores lie in 0 to 1 and are 0.2689 where a set gains and loses nothing.</remarks>
public static class RankingScores
{
    /// <summary>Hard-label recovery: accuracy on the whole real set minus accuracy on the synthetic set, both with hard labels.</summary>
    public static double HardLabelRecovery(double real, double synthetic) => real - synthetic;

    /// <summary>Improvement over random: accuracy on the synthetic set minus accuracy on a random subset, by the same recipe.</summary>
    public static double ImprovementOverRandom(double synthetic, double random) => synthetic - random;

    /// <summary>Label-robust score of an improvement over random and a hard-label recovery, weighted by w.</summary>
    public static double LabelRobust(double improvementOverRandom, double hardLabelRecovery, double w = 0.5) =>
        Scaled(w * improvementOverRandom - (1 - w) * hardLabelRecovery);

    /// <summary>Augmentation-robust score of two improvements over random, with and without augmentation, weighted by γ.</summary>
    public static double AugmentationRobust(double withAugmentation, double without, double gamma = 0.5) =>
        Scaled(gamma * withAugmentation + (1 - gamma) * without);

    /// <summary>(e^x − e^−1) / (e − e^−1): from −1 … 1 to 0 … 1.</summary>
    public static double Scaled(double x) => (Math.Exp(x) - Math.Exp(-1)) / (Math.E - Math.Exp(-1));
}
