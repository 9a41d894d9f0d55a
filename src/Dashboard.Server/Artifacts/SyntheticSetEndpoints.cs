using Contracts;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Server.Artifacts;

internal static class SyntheticSetEndpoints
{
    public static void MapSyntheticSets(this RouteGroupBuilder group)
    {
        group.MapGet("/{id:run-id}/synthetic-sets", (RunId id, RunDesk desk) => desk.State(id) is { } state
            ? TypedResults.Ok(state.SyntheticSets.Values.Select(Frame.Of).ToList())
            : (IResult)Refusals.NoSuchRun()).Produces<IReadOnlyList<Frame>>();

        group.MapGet("/{id:run-id}/synthetic-sets/{file:regex(^(latest|[0-9]{{1,9}})\\.(png|npz|zip)$)}",
            (RunId id, string file, RunDesk desk, SyntheticSetFiles files, HttpResponse response) =>
                desk.State(id) is { } state ? files.Serve(state, file, response) : Refusals.NoSuchRun());

        group.MapGet("/{id:run-id}/synthetic-sets/{iteration:int:min(0)}/view.png", ViewAsync)
            .WithSummary("The images in other colours (pixels, trained, difference, signed), of one class, or one image.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/png").ProducesProblem(StatusCodes.Status400BadRequest);

        group.MapGet("/{id:run-id}/synthetic-sets/{iteration:int:min(0)}/labels/{image:int:min(0)}", async Task<IResult> (
            RunId id, int iteration, int image, FrameViews views, CancellationToken cancellation) =>
            await views.LabelAsync(id, iteration, image, cancellation) is { } label
                ? TypedResults.Ok(label)
                : TypedResults.Problem("There is no learned label.", statusCode: StatusCodes.Status404NotFound))
            .Produces<SoftLabel>();
    }

    private static async Task<IResult> ViewAsync(
        RunId id, int iteration, string? colours, [FromQuery(Name = "class")] int? label, int? image, RunDesk desk, FrameViews views,
        HttpRequest request, CancellationToken cancellation)
    {
        if (desk.State(id) is not { } state) return Refusals.NoSuchRun();
        return FrameQuestion.Colouring(colours) is { } known
            ? await views.ServeAsync(state, new FrameQuestion(iteration, known, label, image), request, cancellation)
            : TypedResults.Problem("There are no such colours.", statusCode: StatusCodes.Status400BadRequest);
    }

    /// <summary>One stored synthetic set.</summary>
    internal sealed record Frame(int Iteration, int Images, IReadOnlyList<string> Classes, int Width, int Height)
    {
        public static Frame Of(SyntheticSetSaved saved) => new(saved.Iteration, saved.Images, saved.Classes, saved.Width, saved.Height);
    }
}
