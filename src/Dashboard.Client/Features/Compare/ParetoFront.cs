namespace Dashboard.Client.Features.Compare;

/// <summary>The points that no other point beats: none is as good in both and better in one.</summary>
internal static class ParetoFront
{
    /// <summary>Places of the front, by rising cost. Points of equal cost and gain stand on it together.</summary>
    /// <param name="points">Cost, of which less is better, and gain, of which more is.</param>
    public static IReadOnlyList<int> Of(IReadOnlyList<(double Cost, double Gain)> points) =>
    [
        .. points.Index().Where(point => !points.Any(other => Beats(other, point.Item)))
            .OrderBy(point => point.Item.Cost).ThenBy(point => point.Item.Gain).Select(point => point.Index),
    ];

    private static bool Beats((double Cost, double Gain) one, (double Cost, double Gain) other) =>
        one.Cost <= other.Cost && one.Gain >= other.Gain && one != other;
}
