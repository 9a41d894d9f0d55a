using System.Globalization;
using Contracts;
using Dashboard.Client.Layout;
using Microsoft.Extensions.Localization;

namespace Dashboard.Client.Features.Compare;

/// <summary>Every field of some runs: results and costs, the newest value of each series, and parameters.</summary>
internal static class CompareFields
{
    public const string Accuracy = "accuracy";
    public const string Worst = "worst-accuracy";
    public const string ImagesPerClass = "images-per-class";
    public const string WallSeconds = "wall-seconds";

    /// <summary>Fields by which less is spent.</summary>
    public static readonly IReadOnlyList<string> Costs = [WallSeconds, "distilling-seconds", "judging-seconds", "flops", "iterations", "process-memory"];

    /// <summary>Fields that are accuracies of a set.</summary>
    public static readonly IReadOnlyList<string> Gains = [Accuracy, Worst, "over-random"];

    public static IReadOnlyList<CompareField> Of(CompareView view, CatalogDescription catalog, IStringLocalizer<Strings> words)
    {
        var runs = view.Runs.Select(entry => entry.Run).ToList();
        var parameters = SpecParameters.Compare(runs.ConvertAll(run => run.Spec), catalog);
        return [.. Results(runs, words).Concat(Measures(runs, words))
            .Concat(parameters.Where(one => one.Differs).Select(one => CompareField.Of(one, words["Parameters that differ"])))
            .Concat(parameters.Where(one => !one.Differs).Select(one => CompareField.Of(one, words["Other parameters"])))
            .Where(field => field.Values.Any(value => value is not null))];
    }

    private static IEnumerable<CompareField> Results(List<ComparedRun> runs, IStringLocalizer<Strings> words)
    {
        var matrices = runs.ConvertAll(run => ComparedMatrix.Of([run], run.Id).Columns[0]);
        var worst = matrices.ConvertAll(column => Percent(column.Worst?.Score));
        return
        [
            Field(Accuracy, "Accuracy, training network (%)", runs.ConvertAll(run => Percent(run.State.Summary.Accuracy))),
            Field(Worst, "Accuracy, worst network (%)", worst),
            Field("random-accuracy", "Accuracy, random subset (%)", runs.ConvertAll(run => Percent(run.State.Summary.RandomAccuracy))),
            Field("over-random", "Points over the random subset", runs.ConvertAll(run => OverRandom(run.State.Summary))),
            Field("gap", "Architecture gap (points)", matrices.ConvertAll(column => Plain(100 * column.Gap))),
            Field(ImagesPerClass, "Images per class", runs.ConvertAll(run => Plain(IpcOf(run)))),
            Field("iterations", "Iterations", runs.ConvertAll(run => Plain(run.State.Summary.Iteration))),
            Field(WallSeconds, "Wall time in all (s)", runs.ConvertAll(run => Plain(Positive(run.Cost.WallSeconds)))),
            Field("distilling-seconds", "Time distilling (s)", runs.ConvertAll(run => Plain(run.Cost.DistillingSeconds))),
            Field("judging-seconds", "Time judging (s)", runs.ConvertAll(run => Plain(Positive(run.Cost.JudgingSeconds)))),
            Field("flops", "Floating-point operations", runs.ConvertAll(run => Plain(Positive(run.Cost.Flops)))),
            Field("process-memory", "Peak memory of the process (MiB)", runs.ConvertAll(run => Plain(run.Cost.ProcessMemory))),
        ];
        CompareField Field(string name, string title, List<ComparedValue?> values) => new(name, words[title], words["Results and costs"], values);
    }

    private static IEnumerable<CompareField> Measures(List<ComparedRun> runs, IStringLocalizer<Strings> words) => runs
        .SelectMany(run => run.State.Latest.Keys).Distinct().Where(series => CurveFamily.Split(series).Part.Length == 0).Order(StringComparer.Ordinal)
        .Select(series => new CompareField(
            series, words["last {0}", series], words["Last measured"],
            runs.ConvertAll(run => run.State.Latest.TryGetValue(series, out var value) ? Plain(value) : null)));

    /// <summary>Images per class of a set that is trained on; what a frame holds, where no option says it.</summary>
    private static double? IpcOf(ComparedRun run) => run.State.Summary.ImagesPerClass
        ?? (run.State.SyntheticSets.Count > 0 ? FrameCut.ColumnsOf(run.State.SyntheticSets.Values.Last()) : null);

    private static ComparedValue? OverRandom(RunSummary run) =>
        run is { Accuracy: { } score, RandomAccuracy: { } random } ? Plain(100 * (score.Mean - random.Mean)) : null;

    private static double? Positive(double value) => value > 0 ? value : null;

    private static ComparedValue? Percent(Score? score) =>
        score is null || !double.IsFinite(score.Mean) ? null : new ComparedValue(100 * score.Mean, $"{Say.Accuracy(score)} ({score.Count})", score.Count > 1 ? 100 * score.Deviation : 0);

    private static ComparedValue? Plain(double? value) => value is { } number && double.IsFinite(number) ? new ComparedValue(number, number.ToString("G6", CultureInfo.CurrentCulture)) : null;
}
