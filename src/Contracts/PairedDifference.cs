namespace Contracts;

/// <summary>A mean of paired differences with its 95 % confidence interval (Student's t).</summary>
/// <param name="Mean">Mean difference.</param>
/// <param name="Lower">Lower bound of the interval; null for fewer than two pairs.</param>
/// <param name="Upper">Upper bound of the interval; null for fewer than two pairs.</param>
/// <param name="Count">Pairs.</param>
public sealed record PairedDifference(double Mean, double? Lower, double? Upper, int Count)
{
    // Two-sided 95 % quantiles of Student's t for 1, 2, … degrees of freedom.
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>The difference of some pairs; null for none.</summary>
    public static PairedDifference? Of(IReadOnlyList<double> differences)
    {
        if (differences.Count == 0) return null;
        var mean = differences.Average();
        if (differences.Count == 1) return new PairedDifference(mean, null, null, 1);
        var freedom = differences.Count - 1;
        var deviation = Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean)) / freedom);
        var half = Quantile(freedom) * deviation / Math.Sqrt(differences.Count);
        return new PairedDifference(mean, mean - half, mean + half, differences.Count);
    }

    // Beyond the table by the first terms of the Cornish-Fisher expansion, right to three digits.
    private static double Quantile(int freedom) =>
        freedom <= Quantiles.Length ? Quantiles[freedom - 1] : 1.95996 + 2.3723 / freedom + 2.823 / ((double)freedom * freedom);
}
