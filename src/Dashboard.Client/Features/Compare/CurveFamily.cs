using System.Text.RegularExpressions;
using Contracts;
using Dashboard.Client.Charts;

namespace Dashboard.Client.Features.Compare;

/// <summary>Series that are one chart of a comparison: the same measure, of one class, layer, expert or training at a time.</summary>
/// <param name="Name">As it stands in the address: the series, without the part that is chosen.</param>
/// <param name="Parts">What may be chosen; a single empty one where there is nothing to choose.</param>
/// <param name="Series">Name of the series by run and part.</param>
public sealed partial record CurveFamily(string Name, IReadOnlyList<string> Parts, IReadOnlyDictionary<(RunId Run, string Part), string> Series)
{
    private const string Trainings = "trainings/";
    private const string Experts = "experts/";

    private static readonly string[] First =
    [
        Contracts.Series.MatchingLoss, Contracts.Series.SyntheticLearningRate, Contracts.Series.ValidationAccuracy,
        Trainings + Contracts.Series.ValidationAccuracy,
        Trainings + Contracts.Series.TrainLoss, Contracts.Series.Throughput, Contracts.Series.ProcessMemory, Contracts.Series.Travelled,
    ];

    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        [Contracts.Series.MatchingLoss + "/class"] = "Matching loss by class",
        [Contracts.Series.MatchingLoss + "/layer"] = "Matching loss by layer",
        [Contracts.Series.MatchingLoss + "/start-epoch"] = "Distance to the expert by start epoch",
        [Experts + Contracts.Series.ValidationAccuracy] = "Validation accuracy of the experts",
        [Experts + Contracts.Series.TrainLoss] = "Training loss of the experts",
    };

    /// <summary>Words of the title, to be translated; null for a series without words, which is told by its name.</summary>
    public string? Title => Titles.GetValueOrDefault(Name)
        ?? SeriesTitles.Of(Name.StartsWith(Trainings, StringComparison.Ordinal) ? Name[Trainings.Length..] : Name);

    /// <summary>Whether x counts epochs of a training instead of iterations.</summary>
    public bool IsOverEpochs => Name.StartsWith(Trainings, StringComparison.Ordinal) || Name.StartsWith(Experts, StringComparison.Ordinal);

    /// <summary>The families of some runs, the telling ones first.</summary>
    public static IReadOnlyList<CurveFamily> Of(IReadOnlyList<ComparedRun> runs)
    {
        var all = from run in runs
                  from series in run.State.Latest.Keys
                  let split = Split(series)
                  select (split.Family, split.Part, Run: run.Id, Series: series);
        return [.. all.GroupBy(one => one.Family)
            .Select(group => new CurveFamily(
                group.Key, [.. group.Select(one => one.Part).Distinct().Order(StringComparer.Ordinal)],
                group.ToDictionary(one => (one.Run, one.Part), one => one.Series)))
            .OrderBy(family => Array.IndexOf(First, family.Name) is var place and >= 0 ? place : First.Length)
            .ThenBy(family => family.Name, StringComparer.Ordinal)];
    }

    /// <summary>A series as its family and the part of it: "loss/matching/class/trouser" is "trouser" of "loss/matching/class".</summary>
    public static (string Family, string Part) Split(string series)
    {
        if (TrainingSeries().Match(series) is { Success: true } cell) return (Trainings + cell.Groups["series"].Value, cell.Groups["part"].Value);
        if (ExpertSeries().Match(series) is { Success: true } expert) return (Experts + expert.Groups["series"].Value, expert.Groups["part"].Value);
        return PartSeries().Match(series) is { Success: true } part ? (part.Groups["series"].Value, part.Groups["part"].Value) : (series, "");
    }

    /// <summary>The part that is shown: the one asked for where there is such, else the one that most runs have.</summary>
    public string Chosen(string? asked) => asked is not null && Parts.Contains(asked)
        ? asked
        : Parts.MaxBy(part => Series.Keys.Count(key => key.Part == part))!;

    [GeneratedRegex(@"^(?<part>.+/(?:synthetic|real|random|full)/\d+)/(?<series>.+)$")]
    private static partial Regex TrainingSeries();

    [GeneratedRegex(@"^experts/(?<part>\d+)/(?<series>.+)$")]
    private static partial Regex ExpertSeries();

    [GeneratedRegex(@"^(?<series>.+/(?:class|layer|start-epoch))/(?<part>[^/]+)$")]
    private static partial Regex PartSeries();
}
