namespace Dashboard.Client.Features.Compare;

/// <summary>One kind of cost over several runs.</summary>
/// <param name="Title">For people.</param>
/// <param name="Values">One for each run; null where nothing tells.</param>
/// <param name="Write">How a value is written.</param>
/// <param name="Adds">Whether the costs of several runs add up.</param>
internal sealed record CostMeasure(string Title, IReadOnlyList<double?> Values, Func<double, string> Write, bool Adds)
{
    /// <summary>The sum of what is known, and of how many runs it is; null where it means nothing.</summary>
    public (double Sum, int Count)? Sum => Adds && Values.Any(value => value is not null)
        ? (Values.Sum(value => value ?? 0), Values.Count(value => value is not null))
        : null;

    /// <summary>How many times the base's; null without either, or where the base's is nothing.</summary>
    public double? Ratio(int run, int basis) => run != basis && Values[run] is { } value && Values[basis] is > 0 and { } other ? value / other : null;
}
