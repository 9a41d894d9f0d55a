using Contracts;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Server.Artifacts;

internal static class WeightsEndpoints
{
    private const string Extension = ".safetensors";

    public static void MapWeights(this RouteGroupBuilder group) => group
        .MapGet("/{id:run-id}/artifacts/{file:regex(^[0-9a-f]{{64}}\\.safetensors$)}",
            (RunId id, string file, RunDesk desk, StorageFolder folder, HttpResponse response) =>
                desk.Summary(id) is null ? Refusals.NoSuchRun() : Serve(folder.Artifact(id, file), response))
        .WithSummary("Weights of a teacher that a mitigation batch trained, by the name that the batch tells.")
        .Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream");

    private static IResult Serve(string? path, HttpResponse response)
    {
        if (path is null || !File.Exists(path))
        {
            return TypedResults.Problem("The run has no such file.", statusCode: StatusCodes.Status404NotFound);
        }

        var hash = Path.GetFileNameWithoutExtension(path);
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return TypedResults.PhysicalFile(
            path, "application/octet-stream", $"teacher-{hash[..8]}{Extension}", entityTag: new EntityTagHeaderValue($"\"{hash}\""),
            enableRangeProcessing: true);
    }
}
