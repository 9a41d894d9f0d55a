using Contracts;
using Dashboard.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Server.Runs;

internal static class SeriesEndpoints
{
    public static void MapSeries(this RouteGroupBuilder group)
    {
        group.MapGet("/{id:run-id}/series", Results<Ok<IReadOnlyList<string>>, ProblemHttpResult> (RunId id, SeriesReader reader) =>
            reader.Names(id) is { } names ? TypedResults.Ok(names) : Refusals.NoSuchRun());

        group.MapGet("/{id:run-id}/series/{**name}", async Task<Results<Ok<Points>, ProblemHttpResult>> (
            RunId id, string name, int? points, int? from, int? to, SeriesReader reader, CancellationToken cancellation) =>
            await reader.ReadAsync(id, SeriesQuery.Of([name], points, from, to), cancellation) is [var series]
                ? TypedResults.Ok(series)
                : Refusals.NoSuchRun());

        group.MapPost("/{id:run-id}/series", ReadSeveralAsync).WithMetadata(new AsksOnly())
            .WithSummary("Several series in one pass over the log, in the order of their names; changes nothing.")
            .Accepts<SeriesQuestion>("application/json").ProducesProblem(StatusCodes.Status400BadRequest);

        group.MapGet("/{id:run-id}/series.csv", CsvAsync)
            .WithSummary("Every point of the named series, without thinning.")
            .Produces<Stream>(StatusCodes.Status200OK, SeriesCsv.Type).ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<Ok<IReadOnlyList<Points>>, ProblemHttpResult>> ReadSeveralAsync(
        RunId id, HttpRequest request, SeriesReader reader, CancellationToken cancellation)
    {
        var (question, problem) = await JsonBody.Question.ReadAsync<SeriesQuestion>(request, cancellation);
        if (question is null) return problem!;
        if (question.Names.Count > SeriesQuestion.MostNames) return TooMany();
        var query = SeriesQuery.Of(question.Names, question.Points, question.From, question.To);
        return await reader.ReadAsync(id, query, cancellation) is { } series ? TypedResults.Ok(series) : Refusals.NoSuchRun();
    }

    private static async Task<IResult> CsvAsync(
        RunId id, string[] name, int? from, int? to, RunDesk desk, SeriesReader reader, CancellationToken cancellation)
    {
        if (name.Length is 0 or > SeriesQuestion.MostNames) return TooMany();
        if (desk.Summary(id) is not { } run) return Refusals.NoSuchRun();
        var query = SeriesQuery.Of(name, null, from, to);
        var columns = await reader.ReadColumnsAsync(run, query.Names, cancellation);
        return TypedResults.Stream(body => SeriesCsv.WriteAsync(body, query, columns, cancellation), SeriesCsv.Type, $"{id}.csv");
    }

    private static ProblemHttpResult TooMany() =>
        TypedResults.Problem($"1 to {SeriesQuestion.MostNames} series at once.", statusCode: StatusCodes.Status400BadRequest);
}
