using Contracts;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Client.Features.Compare;

/// <summary>The runs that the address of a comparison names, each once, in order.</summary>
/// <param name="Runs">Well-formed ids.</param>
/// <param name="Faulty">What is no id.</param>
public sealed record CompareAddress(IReadOnlyList<RunId> Runs, IReadOnlyList<string> Faulty)
{
    // An address may hold anything; nobody compares more than this by mistake.
    private const int MostRead = 100;

    public static CompareAddress Parse(string? text)
    {
        var parts = (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.Ordinal).Take(MostRead).ToLookup(part => RunId.TryParse(part, null, out _));
        return new CompareAddress([.. parts[true].Select(part => RunId.Parse(part, null))], [.. parts[false]]);
    }

    /// <summary>The runs as they stand in an address; null for none.</summary>
    public static string? Write(IEnumerable<RunId> runs) => string.Join(',', runs) is { Length: > 0 } text ? text : null;

    /// <summary>A list of names from the address; null where it has none.</summary>
    internal static IReadOnlyList<string>? List(NavigationManager navigation, string name) =>
        Query.Of(navigation, name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
