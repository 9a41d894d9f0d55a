using Contracts;

namespace Dashboard.Server.Listing;

/// <summary>The answer to a query that cannot be understood: every fault with its place.</summary>
internal static class QueryRefusal
{
    public static IResult Of(IReadOnlyList<QueryFault> faults) => TypedResults.Problem(
        "The query has faults.", statusCode: StatusCodes.Status400BadRequest, title: "Faulty query",
        extensions: new Dictionary<string, object?>
        {
            ["faults"] = faults.Select(fault => new { fault.Start, fault.Length, fault.Message }).ToList(),
        });
}
