using Contracts;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>What a recipe costs and gains, over the test networks that were trained by it and by the baseline.</summary>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Networks">How many networks that are.</param>
/// <param name="Accuracy">Their mean accuracy.</param>
/// <param name="Gain">Their mean gain over the baseline; null for the baseline itself.</param>
/// <param name="Worst">The worst of all networks by the recipe.</param>
/// <param name="Flops">Mean floating-point operations of a training.</param>
/// <param name="Times">The same over that of the baseline; null where that is 0.</param>
/// <param name="Minutes">Mean wall time of a training.</param>
/// <param name="PointsPerMinute">Points gained for each minute that a training takes longer; null where it takes no longer.</param>
internal sealed record CostRow(
    string Recipe, int Networks, double Accuracy, double? Gain, ScoredNetwork? Worst, double Flops, double? Times, double Minutes,
        double? PointsPerMinute)
{
    /// <summary>One row for each recipe that has such networks, in the order of the batch.</summary>
    public static IReadOnlyList<CostRow> Of(MitigationTable table, RunSpec spec)
    {
        var tested = table.Networks.Where(network => spec.Mitigation?.Networks.Any(known => known.Label == network) ?? false).ToList();
        return [.. table.Recipes.Select(recipe => Of(table, recipe, tested)).OfType<CostRow>()];
    }

    private static CostRow? Of(MitigationTable table, string recipe, List<string> tested)
    {
        var pairs = tested.Select(network => (After: table.Entry(network, recipe), Before: table.Entry(network, table.Baseline)))
            .Where(pair => pair.After.Score is not null && pair.Before.Score is not null).ToList();
        if (pairs.Count == 0) return null;
        var (flops, flopsBefore) = (pairs.Average(pair => pair.After.Flops), pairs.Average(pair => pair.Before.Flops));
        var minutes = pairs.Average(pair => pair.After.Seconds) / 60;
        var more = minutes - pairs.Average(pair => pair.Before.Seconds) / 60;
        var gain = recipe == table.Baseline ? (double?)null : pairs.Average(pair => pair.After.Score!.Mean - pair.Before.Score!.Mean);
        return new CostRow(
            recipe, pairs.Count, pairs.Average(pair => pair.After.Score!.Mean), gain, table.Worst(recipe), flops,
            flopsBefore > 0 ? flops / flopsBefore : null, minutes, more > 0 && gain is { } points ? points * 100 / more : null);
    }
}
