using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Server.Runs;

internal static class SeriesEndpoints
{
    public static void MapSeries(this RouteGroupBuilder group)
    {
        group.MapGet("/{id:run-id}/series", Results<Ok<IReadOnlyList<string>>, ProblemHttpResult> (RunId id, RunDesk desk) =>
            SeriesReader.Names(desk, id) is { } names ? TypedResults.Ok(names) : RunEndpoints.NoSuchRun());

        group.MapGet("/{id:run-id}/series/{**name}", async Task<Results<Ok<Points>, ProblemHttpResult>> (
            RunId id, string name, int? points, int? from, int? to, RunDesk desk, CancellationToken cancellation) =>
            await SeriesReader.ReadAsync(desk, id, SeriesQuery.Of(name, points, from, to), cancellation) is { } series
                ? TypedResults.Ok(series)
                : RunEndpoints.NoSuchRun());
    }
}
