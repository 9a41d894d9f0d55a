namespace Dashboard.Server.Runs;

/// <summary>Which part of which series, and how many points of each at most.</summary>
internal sealed record SeriesQuery(IReadOnlyList<string> Names, int Most, int From, int To)
{
    public const int DefaultMost = 2_000;
    private const int Fewest = 8;
    private const int MostOfAll = 20_000;

    public static SeriesQuery Of(IReadOnlyList<string> names, int? points, int? from, int? to) => new(
        [.. names.Distinct(StringComparer.Ordinal)], Math.Clamp(points ?? DefaultMost, Fewest, MostOfAll), from ?? int.MinValue,
        to ?? int.MaxValue);
}
