using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Server.Hosting;

/// <summary>Answers that refuse, alike wherever they are given.</summary>
internal static class Refusals
{
    public static ProblemHttpResult NoSuchRun() => TypedResults.Problem("There is no such run.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>For what needs the spec of a run, or its whole log.</summary>
    public static ProblemHttpResult Damaged() => TypedResults.Problem(
        "A part of this run is damaged, or was written by a later version: it can be looked at and deleted, but not resumed or cloned.",
        statusCode: StatusCodes.Status409Conflict);

    /// <summary>Every fault of what was sent.</summary>
    public static ProblemHttpResult Faulty(string title, string detail, IReadOnlyList<SpecFault> faults) => TypedResults.Problem(
        detail, statusCode: StatusCodes.Status400BadRequest, title: title, extensions: new Dictionary<string, object?> { ["faults"] = faults });
}
