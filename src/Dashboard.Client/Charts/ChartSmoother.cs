namespace Dashboard.Client.Charts;

/// <summary>How a line is smoothed.</summary>
public enum ChartSmoother
{
    /// <summary>Exponential moving average, corrected for its start.</summary>
    Ema,

    /// <summary>Mean of the points around.</summary>
    Mean,

    /// <summary>Mean of the points around, weighted by a bell.</summary>
    Gaussian,
}
