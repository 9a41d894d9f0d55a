namespace Dashboard.Client.Charts;

/// <summary>What x is.</summary>
public enum ChartAxis
{
    /// <summary>What the series counts: iterations, or epochs.</summary>
    Step,

    /// <summary>Time since the first point of the run.</summary>
    Relative,

    /// <summary>Time of the clock.</summary>
    Wall,
}
