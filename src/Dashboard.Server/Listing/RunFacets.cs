using Contracts;

namespace Dashboard.Server.Listing;

/// <summary>How many of the matching runs have which status, data set, method and tag.</summary>
internal static class RunFacets
{
    private const int Most = 20;

    public static IReadOnlyList<Facet> Of(IReadOnlyList<RunRecord> runs) =>
    [
        Facet("status", runs.CountBy(run => run.Row.Status).Select(count => (RunFields.Word(count.Key), count.Value))),
        Facet("data", runs.CountBy(run => run.Row.Data).Select(count => (count.Key, count.Value))),
        Facet("method", runs.CountBy(run => run.Row.Method).Select(count => (count.Key, count.Value))),
        Facet("tags", runs.SelectMany(run => run.Meta.Tags).CountBy(tag => tag, StringComparer.OrdinalIgnoreCase).Select(count => (count.Key, count.Value))),
    ];

    private static Facet Facet(string field, IEnumerable<(string Value, int Runs)> counts) => new(
        field, [.. counts.OrderByDescending(count => count.Runs).ThenBy(count => count.Value, StringComparer.Ordinal).Take(Most)
            .Select(count => new FacetValue(count.Value, count.Runs))]);
}
