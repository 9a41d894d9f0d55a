using Contracts;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Mitigation;

internal static class MitigationEndpoints
{
    public static void MapResults(this RouteGroupBuilder group)
    {
        group.MapGet("/{id:run-id}/mitigation", (RunId id, RunDesk desk, EngineDoor engine) =>
            OfBatch(id, desk, (spec, state) => TypedResults.Ok(MitigationResult.Of(spec, state, engine.Describe().Recipes))))
            .WithSummary("The results of a mitigation batch so far.")
            .Produces<MitigationResult>().ProducesProblem(StatusCodes.Status409Conflict);

        group.MapGet("/{id:run-id}/mitigation.csv", (RunId id, RunDesk desk) =>
            OfBatch(id, desk, (_, state) => TypedResults.Bytes(MitigationCsv.Write(state.Cells), "text/csv; charset=utf-8", $"{id}-mitigation.csv")))
            .WithSummary("Every finished training of a mitigation batch, one per line.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static IResult OfBatch(RunId id, RunDesk desk, Func<RunSpec, RunState, IResult> answer)
    {
        if (desk.State(id) is not { } state) return Refusals.NoSuchRun();
        return desk.Spec(id) is { Mitigation: not null } spec
            ? answer(spec, state)
            : TypedResults.Problem("The run is no batch of the mitigation lab.", statusCode: StatusCodes.Status409Conflict);
    }
}
