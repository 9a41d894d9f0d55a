namespace Dashboard.Server.Runs;

/// <summary>Which part of which series, and how many points at most.</summary>
internal sealed record SeriesQuery(string Name, int Most, int From, int To)
{
    public const int DefaultMost = 2_000;
    private const int Fewest = 8;
    private const int MostOfAll = 20_000;

    public static SeriesQuery Of(string name, int? points, int? from, int? to) =>
        new(name, Math.Clamp(points ?? DefaultMost, Fewest, MostOfAll), from ?? int.MinValue, to ?? int.MaxValue);
}
