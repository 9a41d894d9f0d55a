using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Server.Hosting;

/// <summary>Answers that refuse, alike wherever they are given.</summary>
internal static class Refusals
{
    public static ProblemHttpResult NoSuchRun() => TypedResults.Problem("There is no such run.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Every fault of what was sent.</summary>
    public static ProblemHttpResult Faulty(string title, string detail, IReadOnlyList<SpecFault> faults) => TypedResults.Problem(
        detail, statusCode: StatusCodes.Status400BadRequest, title: title, extensions: new Dictionary<string, object?> { ["faults"] = faults });

    /// <summary>The library has versions of runs that shall go; whoever removes them must have been told.</summary>
    public static ProblemHttpResult HasVersions(IReadOnlyList<LibraryVersion> versions) => TypedResults.Problem(
        $"The library has versions: {string.Join(", ", versions.Select(version => $"{version.Name}/{version.Version}"))}. "
        + "They keep their sets; ask again with keepVersions=true.", statusCode: StatusCodes.Status409Conflict);
}
