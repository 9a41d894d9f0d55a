using Contracts;

namespace Dashboard.Server.Compare;

/// <summary>What a comparison was asked for.</summary>
/// <param name="Runs">The runs, each once, in order.</param>
/// <param name="Base">The run that differences are taken against; null for the first.</param>
/// <param name="Recipe">The recipe that is shown of batches; null for their baselines.</param>
/// <param name="All">Whether parameters that do not differ are told too.</param>
internal sealed record CompareQuestion(IReadOnlyList<RunId> Runs, RunId? Base, string? Recipe, bool All)
{
    /// <summary>The question, or why it is none.</summary>
    public static (CompareQuestion? Question, string Fault) Read(string? runs, string? basis, string? recipe, bool all)
    {
        var texts = (runs ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        if (texts.Count is < ComparedRun.Fewest or > ComparedRun.Most)
            return (null, $"Name {ComparedRun.Fewest} to {ComparedRun.Most} different runs: ?runs=id,id. There are {texts.Count}.");
        var ids = texts.ConvertAll(text => (text, Good: RunId.TryParse(text, null, out var id), Id: id));
        if (ids.Any(id => !id.Good)) return (null, $"No ids of runs: {string.Join(", ", ids.Where(id => !id.Good).Select(id => id.text))}.");
        if (basis is null) return (new CompareQuestion(ids.ConvertAll(id => id.Id), null, recipe, all), "");
        return RunId.TryParse(basis, null, out var first) && ids.Any(id => id.Id == first)
            ? (new CompareQuestion(ids.ConvertAll(id => id.Id), first, recipe, all), "")
            : (null, "The base is none of the runs.");
    }
}
