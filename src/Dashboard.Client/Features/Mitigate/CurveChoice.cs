using System.Globalization;
using Contracts;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>Which cells' curves are drawn: places in the lists of the batch, as they stand in the address.</summary>
/// <param name="Networks">Places of networks.</param>
/// <param name="Recipes">Places of recipes.</param>
/// <param name="Sets">Places of sets.</param>
/// <param name="Repeats">Repeats.</param>
internal sealed record CurveChoice(
    IReadOnlyList<int> Networks, IReadOnlyList<int> Recipes, IReadOnlyList<int> Sets, IReadOnlyList<int> Repeats)
{
    /// <summary>Cells at most: more lines than that cannot be told apart.</summary>
    public const int Most = 12;

    /// <summary>As it stands in an address: "1-0.1.2-0-0".</summary>
    public string ToQuery() => string.Join('-', new[] { Networks, Recipes, Sets, Repeats }.Select(Written));

    /// <summary>Reads what <see cref="ToQuery"/> wrote; anything else is the first test network by every recipe, on the set, in its first repeat.</summary>
    public static CurveChoice Parse(string? text, CurveLists lists)
    {
        var parts = (text ?? "").Split('-').Select(part => part.Split('.').Select(Place).OfType<int>().ToList()).ToList();
        var usual = Usual(lists);
        if (parts.Count != 4) return usual;
        return new CurveChoice(
            Within(parts[0], lists.Networks.Count, usual.Networks), Within(parts[1], lists.Recipes.Count, usual.Recipes),
            Within(parts[2], lists.Sets.Count, usual.Sets), Within(parts[3], lists.Repeats, usual.Repeats));
    }

    /// <summary>Takes one more into a list of places, or out of it; the last one stays.</summary>
    public static IReadOnlyList<int> Toggle(IReadOnlyList<int> places, int place) =>
        !places.Contains(place) ? [.. places.Append(place).Order()]
        : places.Count > 1 ? [.. places.Where(other => other != place)]
        : places;

    /// <summary>The chosen cells, in the order of the batch.</summary>
    public IReadOnlyList<Cell> Cells(RunSpec spec, CurveLists lists) => [.. MitigationPlan.Cells(spec).Where(cell =>
        Networks.Any(place => lists.Networks[place] == cell.Network) && Recipes.Any(place => lists.Recipes[place] == cell.Recipe)
        && Sets.Any(place => lists.Sets[place] == cell.Set) && Repeats.Contains(cell.Repeat))];

    private static CurveChoice Usual(CurveLists lists) =>
        new([Math.Min(1, lists.Networks.Count - 1)], [.. Enumerable.Range(0, lists.Recipes.Count)], [0], [0]);

    private static IReadOnlyList<int> Within(List<int> places, int count, IReadOnlyList<int> otherwise) =>
        places.Where(place => place < count).Distinct().Order().ToList() is { Count: > 0 } known ? known : otherwise;

    private static int? Place(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;

    private static string Written(IReadOnlyList<int> places) =>
        string.Join('.', places.Select(place => place.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>What there is to choose from.</summary>
internal sealed record CurveLists(IReadOnlyList<string> Networks, IReadOnlyList<string> Recipes, IReadOnlyList<string> Sets, int Repeats)
{
    public static CurveLists Of(RunSpec spec)
    {
        var cells = MitigationPlan.Cells(spec);
        return new CurveLists(
            [.. cells.Select(cell => cell.Network).Prepend(spec.TrainingNetwork.Label).Distinct()],
            [.. cells.Select(cell => cell.Recipe).Distinct()],
            [.. cells.Select(cell => cell.Set).Distinct()], Math.Max(1, spec.Mitigation?.Repeats ?? 1));
    }
}
