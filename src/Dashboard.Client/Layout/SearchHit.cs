using Contracts;
using Dashboard.Client.Features.Runs;

namespace Dashboard.Client.Layout;

/// <summary>Something that the quick search found.</summary>
/// <param name="Kind">"Page", "Run" or "Data set".</param>
/// <param name="Title">What it is called.</param>
/// <param name="Detail">What tells it from others of that name.</param>
/// <param name="Address">Where it is.</param>
internal sealed record SearchHit(string Kind, string Title, string Detail, string Address)
{
    private const int Most = 20;
    private const int MostWithoutText = 5;

    /// <summary>
    /// Pages first, then runs, the newest first, then data sets; every word must be found. Without a word the pages and the newest runs.
    /// </summary>
    public static IReadOnlyList<SearchHit> Find(
        string text, IEnumerable<RunSummary> runs, IEnumerable<DataSetInfo> sets, Func<string, string> say)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var pages = SitePage.All.Select(page => new SearchHit("Page", say(page.Title), "", page.Address));
        var named = runs.Where(run => Has(words, run.Name, run.Id.Value, run.Method, run.Data))
            .Select(run => new SearchHit("Run", run.Name, $"{say(run.Status.ToString())} · {run.Method} · {run.Data}", RunAddress.Of(run)));
        var found = pages.Where(page => Has(words, page.Title)).Concat(named.Take(words.Length == 0 ? MostWithoutText : Most));
        var held = sets.Where(set => words.Length > 0 && Has(words, set.Name, set.Title))
            .Select(set => new SearchHit("Data set", set.Title, set.Name, "datasets"));
        return words.Length == 0 ? [.. found] : [.. found.Concat(held).Take(Most)];
    }

    private static bool Has(string[] words, params string[] texts) =>
        words.All(word => texts.Any(text => text.Contains(word, StringComparison.CurrentCultureIgnoreCase)));
}
