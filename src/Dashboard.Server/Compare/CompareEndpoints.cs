using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;

namespace Dashboard.Server.Compare;

internal static class CompareEndpoints
{
    public static WebApplicationBuilder AddCompare(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CostReader>();
        builder.Services.AddSingleton<IComparison, Comparisons>();
        return builder;
    }

    public static WebApplication MapCompare(this WebApplication app)
    {
        app.MapGroup("/api/v1/compare").WithTags("Compare").MapGet("/", CompareAsync)
            .WithSummary("Several runs side by side: the parameters that differ, the matrix against a base run, and the costs.")
            .WithDescription("runs: 2 to 12 ids, divided by commas. base: one of them. recipe: which is shown of batches. all: every parameter.")
            .Produces<CompareResult>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        return app;
    }

    private static async Task<IResult> CompareAsync(
        string? runs, string? @base, string? recipe, bool? all, IComparison comparison, EngineDoor engine, CancellationToken cancellation)
    {
        var (question, fault) = CompareQuestion.Read(runs, @base, recipe, all ?? false);
        if (question is null) return TypedResults.Problem(fault, statusCode: StatusCodes.Status400BadRequest);
        var found = await comparison.ReadAsync(question.Runs, cancellation);
        return found.Count >= ComparedRun.Fewest
            ? TypedResults.Ok(CompareResult.Of(question, found, engine.Describe()))
            : TypedResults.Problem("Fewer than two of these runs are there.", statusCode: StatusCodes.Status404NotFound);
    }
}
