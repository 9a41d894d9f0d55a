using Contracts;
using Dashboard.Client.Doors;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Server.Mitigation;

internal static class SetEndpoints
{
    public static void MapSets(this RouteGroupBuilder group)
    {
        group.MapGet("/", (SetUploads uploads) =>
        {
            var uploaded = uploads.Uploaded();
            return TypedResults.Ok(uploads.List().Select(entry => Row.Of(entry, uploaded)).ToList());
        }).WithSummary("Files and folders that a batch may train on or take a teacher from.");

        group.MapPost("/", UploadAsync).WithMetadata(new DisableRequestSizeLimitAttribute())       // the upload counts, and tells its own limit
            .WithSummary("Takes the body in as a file of this name.").Accepts<Stream>("application/octet-stream")
            .Produces<SetEntry>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage);

        group.MapDelete("/{name}", (string name, SetUploads uploads) => Answer(uploads.Delete(name))).WithSummary("Removes an upload.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> UploadAsync(string name, HttpRequest request, SetUploads uploads, CancellationToken cancellation)
    {
        var answer = await uploads.TakeAsync(name, request.ContentLength, request.Body, cancellation);
        return answer.Entry is { } entry
            ? TypedResults.Created((string?)null, entry)
            : TypedResults.Problem(answer.Fault?.ToString(), statusCode: answer.Status);
    }

    private static IResult Answer(CommandResult result) => result switch
    {
        CommandResult.Done => TypedResults.NoContent(),
        CommandResult.NotFound => TypedResults.Problem("There is no such upload.", statusCode: StatusCodes.Status404NotFound),
        _ => TypedResults.Problem("A batch that is queued or active needs it.", statusCode: StatusCodes.Status409Conflict),
    };

    /// <summary>One entry, and whether it is an upload: only those can be deleted.</summary>
    internal sealed record Row(string FileName, string Kind, long Bytes, bool Uploaded)
    {
        public static Row Of(SetEntry entry, IReadOnlySet<string> uploaded) =>
            new(entry.FileName, entry.Kind, entry.Bytes, uploaded.Contains(entry.FileName));
    }
}
