namespace Dashboard.Server.Runs;

/// <summary>Several series of a run, asked for at once.</summary>
internal sealed record SeriesQuestion
{
    /// <summary>Names that may be asked for at once.</summary>
    public const int MostNames = 256;

    /// <summary>Names of the series.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Points of each at most; null for 2,000.</summary>
    public int? Points { get; init; }

    /// <summary>First iteration; null for all from the first.</summary>
    public int? From { get; init; }

    /// <summary>Last iteration; null for all up to the newest.</summary>
    public int? To { get; init; }
}
