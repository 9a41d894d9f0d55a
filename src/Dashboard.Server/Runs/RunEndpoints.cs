using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Artifacts;
using Dashboard.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Server.Runs;

internal static class RunEndpoints
{
    public static WebApplication MapRuns(this WebApplication app)
    {
        var group = app.MapGroup("/api/v1/runs").WithTags("Runs").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/", (RunDesk desk) => TypedResults.Ok(desk.List()));
        group.MapPost("/", SubmitAsync).Accepts<RunSpec>("application/json").Produces<RunSummary>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/{id:run-id}", Results<Ok<RunDetails>, ProblemHttpResult> (RunId id, RunDesk desk) =>
            RunDetails.Of(id, desk) is { } details ? TypedResults.Ok(details) : Refusals.NoSuchRun());
        group.MapDelete("/{id:run-id}", DeleteAsync).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Moves an ended run to the trash, from which it can be restored for seven days; with purge=true removes it for good.");
        group.MapPost("/{id:run-id}/restore", (RunId id, RunDesk desk, CancellationToken cancellation) =>
            CommandAsync(desk, id, RunCommand.Restore, cancellation)).WithSummary("Takes a run back out of the trash.");
        group.MapPost("/{id:run-id}/pause", (RunId id, RunDesk desk, CancellationToken cancellation) =>
            CommandAsync(desk, id, RunCommand.Pause, cancellation));
        group.MapPost("/{id:run-id}/resume", (RunId id, RunDesk desk, CancellationToken cancellation) =>
            CommandAsync(desk, id, RunCommand.Resume, cancellation));
        group.MapPost("/{id:run-id}/cancel", (RunId id, RunDesk desk, CancellationToken cancellation) =>
            CommandAsync(desk, id, RunCommand.Cancel, cancellation));
        group.MapPost("/{id:run-id}/clone", CloneAsync).Produces<RunSummary>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapMeta();
        group.MapEvents();
        group.MapSeries();
        group.MapSyntheticSets();
        group.MapWeights();
        return app;
    }

    private static async Task<IResult> SubmitAsync(HttpRequest request, RunDesk desk, CancellationToken cancellation)
    {
        var (spec, problem) = await JsonBody.Spec.ReadAsync<RunSpec>(request, cancellation);
        return spec is null ? problem! : Answer(await desk.SubmitAsync(spec, cancellation));
    }

    private static async Task<IResult> CloneAsync(RunId id, RunDesk desk, CancellationToken cancellation)
    {
        const string suffix = " (copy)";
        if (desk.Spec(id) is not { } spec) return desk.Summary(id) is null ? Refusals.NoSuchRun() : Refusals.Damaged();
        var name = spec.Name.Length + suffix.Length <= RunSpec.LongestName ? spec.Name : spec.Name[..(RunSpec.LongestName - suffix.Length)];
        return Answer(await desk.SubmitAsync(spec with { Name = name + suffix }, cancellation));
    }

    /// <summary>Versions of the library keep their sets; whoever removes their run for good must have been told of them.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        RunId id, RunDesk desk, ILibrary kept, CancellationToken cancellation, bool purge = false, bool keepVersions = false)
    {
        var versions = purge && !keepVersions ? kept.OfRun(id) : [];
        return versions.Count > 0
            ? TypedResults.Problem(
                $"The library has versions of this run: {string.Join(", ", versions.Select(version => $"{version.Name}/{version.Version}"))}. "
                + "They keep their set; purge the run with ?purge=true&keepVersions=true.", statusCode: StatusCodes.Status409Conflict)
            : await CommandAsync(desk, id, purge ? RunCommand.Purge : RunCommand.Delete, cancellation);
    }

    private static IResult Answer(Submission submission) => submission.Run is { } run
        ? TypedResults.Created($"/api/v1/runs/{run.Id}", run)
        : Refusals.Faulty("Faulty spec", "The spec has faults; nothing was queued.", submission.Faults);

    private static async Task<Results<NoContent, ProblemHttpResult>> CommandAsync(
        RunDesk desk, RunId id, RunCommand command, CancellationToken cancellation) =>
            await desk.CommandAsync(id, command, cancellation) switch
            {
                CommandResult.Done => TypedResults.NoContent(),
                CommandResult.NotFound => Refusals.NoSuchRun(),
                _ when command == RunCommand.Resume && desk.IsDamaged(id) => Refusals.Damaged(),
                _ => TypedResults.Problem("The run's status does not allow it; nothing changed.", statusCode: StatusCodes.Status409Conflict),
            };
}
