using Contracts;
using Dashboard.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Server.Runs;

internal static class SeriesEndpoints
{
    public static void MapSeries(this RouteGroupBuilder group)
    {
        group.MapGet("/{id:run-id}/series", Results<Ok<IReadOnlyList<string>>, ProblemHttpResult> (RunId id, RunDesk desk) =>
            SeriesReader.Names(desk, id) is { } names ? TypedResults.Ok(names) : Refusals.NoSuchRun());

        group.MapGet("/{id:run-id}/series/{**name}", async Task<Results<Ok<Points>, ProblemHttpResult>> (
            RunId id, string name, int? points, int? from, int? to, RunDesk desk, CancellationToken cancellation) =>
            await SeriesReader.ReadAsync(desk, id, SeriesQuery.Of([name], points, from, to), cancellation) is [var series]
                ? TypedResults.Ok(series)
                : Refusals.NoSuchRun());

        group.MapPost("/{id:run-id}/series", ReadSeveralAsync).WithMetadata(new AsksOnly())
            .WithSummary("Several series in one pass over the log, in the order of their names; changes nothing.")
            .Accepts<SeriesQuestion>("application/json").ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<Ok<IReadOnlyList<Points>>, ProblemHttpResult>> ReadSeveralAsync(
        RunId id, HttpRequest request, RunDesk desk, CancellationToken cancellation)
    {
        var (question, problem) = await JsonBody.Question.ReadAsync<SeriesQuestion>(request, cancellation);
        if (question is null) return problem!;
        if (question.Names.Count > SeriesQuestion.MostNames)
        {
            return TypedResults.Problem(
                $"At most {SeriesQuestion.MostNames} series at once.", statusCode: StatusCodes.Status400BadRequest);
        }

        var query = SeriesQuery.Of(question.Names, question.Points, question.From, question.To);
        return await SeriesReader.ReadAsync(desk, id, query, cancellation) is { } series ? TypedResults.Ok(series) : Refusals.NoSuchRun();
    }
}
