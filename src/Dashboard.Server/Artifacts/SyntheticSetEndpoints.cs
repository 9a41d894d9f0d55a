using Contracts;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;

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
    }

    /// <summary>One stored synthetic set.</summary>
    internal sealed record Frame(int Iteration, int Images, IReadOnlyList<string> Classes, int Width, int Height)
    {
        public static Frame Of(SyntheticSetSaved saved) => new(saved.Iteration, saved.Images, saved.Classes, saved.Width, saved.Height);
    }
}
