using Contracts;

namespace Charts.Benchmarks;

/// <summary>Curves that look like training: they fall, they tremble, and each has one high and one low spike whose place is known.</summary>
internal static class MadeCurves
{
    private const double High = 1000;
    private const double Low = -1000;

    /// <summary>Eight series, each of which is a chart of a run's page.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Series.MatchingLoss, Series.Throughput, Series.ProcessMemory, Series.Travelled, Series.IterationTime, "made/a", "made/b", "made/c",
    ];

    /// <summary>The value of a series of a run at an iteration.</summary>
    public static double At(int run, int series, int iteration, int points)
    {
        if (iteration == HighAt(run, series, points)) return High + run;
        if (iteration == LowAt(run, series, points)) return Low - run;
        var tremble = Math.Sin(iteration * 12.9898 + (run * 78.233) + series) * 43758.5453;
        return (5.0 / (1 + (iteration / 2000.0))) + run + (tremble - Math.Floor(tremble));
    }

    /// <summary>Where the largest value is.</summary>
    public static int HighAt(int run, int series, int points) => 1 + ((7919 * (run + 1) * (series + 1)) % points);

    /// <summary>Where the smallest value is.</summary>
    public static int LowAt(int run, int series, int points) => 1 + ((HighAt(run, series, points) + (points / 3)) % points);

    /// <summary>All series of a run at an iteration.</summary>
    public static Measured Measured(int run, int iteration, int points) =>
        new(iteration, Names.Select((name, i) => (name, At(run, i, iteration, points))).ToDictionary(pair => pair.name, pair => pair.Item2));
}
