using Contracts;

namespace Dashboard.Server.Compare;

/// <summary>A comparison as REST shows it.</summary>
/// <param name="Runs">The runs, in the order asked for: every list below has one entry for each.</param>
/// <param name="Missing">Ids that were asked for and are not there.</param>
/// <param name="Base">The run that differences are taken against.</param>
/// <param name="Parameters">Parameters that differ; all of them where that was asked for.</param>
/// <param name="Differing">How many parameters differ.</param>
/// <param name="Compared">How many parameters there are.</param>
/// <param name="Matrix">Test networks × runs.</param>
/// <param name="Costs">What each run has cost so far.</param>
internal sealed record CompareResult(
    IReadOnlyList<RunSummary> Runs, IReadOnlyList<RunId> Missing, RunId Base, IReadOnlyList<ComparedParameter> Parameters, int Differing,
    int Compared, ComparedMatrix Matrix, IReadOnlyList<CompareResult.Cost> Costs)
{
    public static CompareResult Of(CompareQuestion question, IReadOnlyList<ComparedRun> runs, CatalogDescription catalog)
    {
        var parameters = SpecParameters.Compare([.. runs.Select(run => run.Spec)], catalog);
        var differing = parameters.Where(parameter => parameter.Differs).ToList();
        var basis = question.Base is { } asked && runs.Any(run => run.Id == asked) ? asked : runs[0].Id;
        return new CompareResult(
            [.. runs.Select(run => run.State.Summary)], [.. question.Runs.Except(runs.Select(run => run.Id))], basis,
            question.All ? parameters : differing, differing.Count, parameters.Count, ComparedMatrix.Of(runs, basis, question.Recipe),
            [.. runs.Select(Cost.Of)]);
    }

    /// <summary>What a run has cost: seconds, MiB and floating-point operations; null where nothing tells.</summary>
    internal sealed record Cost(
        double WallSeconds, double? DistillingSeconds, double JudgingSeconds, int Iterations, double? ProcessMemory, double? DeviceMemory,
        double? Forecast, double? Flops)
    {
        public static Cost Of(ComparedRun run) => new(
            run.Cost.WallSeconds, run.Cost.DistillingSeconds, run.Cost.JudgingSeconds, run.State.Summary.Iteration, run.Cost.ProcessMemory,
            run.Cost.DeviceMemory, run.Cost.Forecast, run.Cost.Flops > 0 ? run.Cost.Flops : null);
    }
}
