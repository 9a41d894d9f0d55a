using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Server.Runs;

internal static class MetaEndpoints
{
    private const int MostRuns = 10_000;

    public static void MapMeta(this RouteGroupBuilder group)
    {
        group.MapGet("/{id:run-id}/meta", (RunId id, RunMetadata metadata) =>
            metadata.Find(id) is { } meta ? TypedResults.Ok(meta) : (IResult)Refusals.NoSuchRun())
            .WithSummary("What people say of a run: name, tags, notes, marks.").Produces<RunMeta>();
        group.MapPatch("/{id:run-id}/meta", ChangeAsync)
            .WithSummary("Changes what is given and leaves the rest; notes ask for the version that was edited, 409 tells of a newer one.")
            .Accepts<RunMetaChange>("application/json").Produces<RunMeta>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/{id:run-id}/footprint", (RunId id, RunTrash trash) =>
            trash.Footprint([id]) is { Runs: 1 } footprint ? TypedResults.Ok(footprint) : (IResult)Refusals.NoSuchRun())
            .WithSummary("Bytes that the run takes on the disk.").Produces<RunFootprint>();
        MapMove(group, "/trash", RunCommand.Delete, "Moves ended runs to the trash, all in one step; tells how many went.");
        MapMove(group, "/restore", RunCommand.Restore, "Takes runs back out of the trash, all in one step; tells how many came.");
        group.MapPost("/purge", PurgeAsync)
            .WithSummary("Removes ended runs for good, in the trash or not, and tells the bytes that this gave back.")
            .Accepts<IReadOnlyList<RunId>>("application/json").Produces<PurgeReport>().ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/footprint", FootprintAsync).WithMetadata(new AsksOnly()).WithSummary("Bytes that some runs take on the disk together.")
            .Accepts<IReadOnlyList<RunId>>("application/json").Produces<RunFootprint>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> ChangeAsync(RunId id, HttpRequest request, RunMetadata metadata, CancellationToken cancellation)
    {
        var (change, problem) = await JsonBody.Meta.ReadAsync<RunMetaChange>(request, cancellation);
        if (change is null) return problem!;
        var answer = await metadata.ChangeAsync(id, change, cancellation);
        return answer.Result switch
        {
            MetaResult.Done => TypedResults.Ok(answer.Now),
            MetaResult.NotFound => Refusals.NoSuchRun(),
            MetaResult.Conflict => TypedResults.Problem(
                "The notes were changed since; nothing was saved.", statusCode: StatusCodes.Status409Conflict,
                extensions: new Dictionary<string, object?> { ["now"] = answer.Now }),
            _ => Refusals.Faulty("Faulty change", "The change has faults; nothing was saved.", answer.Faults),
        };
    }

    private static void MapMove(RouteGroupBuilder group, string path, RunCommand command, string summary) =>
        group.MapPost(path, async Task<IResult> (HttpRequest request, RunDesk desk, CancellationToken cancellation) =>
        {
            var (ids, problem) = await JsonBody.Runs.ReadAsync<List<RunId>>(request, cancellation);
            if (ids is null) return problem!;
            return ids.Count > MostRuns ? TooMany() : TypedResults.Ok(await desk.CommandAllAsync(ids, command, cancellation));
        }).WithSummary(summary).Accepts<IReadOnlyList<RunId>>("application/json").Produces<int>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static ProblemHttpResult TooMany() =>
        TypedResults.Problem($"At most {MostRuns:N0} runs at once.", statusCode: StatusCodes.Status400BadRequest);

    private static async Task<IResult> PurgeAsync(
        HttpRequest request, RunTrash trash, ILibrary kept, CancellationToken cancellation, bool keepVersions = false)
    {
        var (ids, problem) = await JsonBody.Runs.ReadAsync<List<RunId>>(request, cancellation);
        if (ids is null) return problem!;
        if (ids.Count > MostRuns) return TooMany();
        var versions = keepVersions ? [] : ids.Distinct().SelectMany(kept.OfRun).ToList();
        return versions.Count > 0
            ? TypedResults.Problem(
                $"The library has {versions.Count:N0} versions of these runs, such as {versions[0].Name}/{versions[0].Version}. "
                + "They keep their sets; purge the runs with ?keepVersions=true.", statusCode: StatusCodes.Status409Conflict)
            : TypedResults.Ok(await trash.PurgeAsync(ids, cancellation));
    }

    private static async Task<IResult> FootprintAsync(HttpRequest request, RunTrash trash, CancellationToken cancellation)
    {
        var (ids, problem) = await JsonBody.Runs.ReadAsync<List<RunId>>(request, cancellation);
        return ids is null ? problem! : ids.Count > MostRuns ? TooMany() : TypedResults.Ok(trash.Footprint(ids));
    }
}
