using Dashboard.Client.Doors;

namespace Dashboard.Server.Experts;

internal static class ExpertEndpoints
{
    public static WebApplicationBuilder AddExperts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IExperts, StoredExperts>();
        return builder;
    }

    public static WebApplication MapExperts(this WebApplication app)
    {
        var group = app.MapGroup("/api/v1/experts").WithTags("Experts");
        group.MapGet("/", (IExperts experts) => TypedResults.Ok(experts.List()))
            .WithSummary("Experts of trajectory matching on the disk, by recipe.");
        group.MapDelete("/{name}", DeleteAsync).WithSummary("Removes the experts of a recipe; a later run trains them anew.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        return app;
    }

    private static async Task<IResult> DeleteAsync(string name, IExperts experts, CancellationToken cancellation) =>
        await experts.DeleteAsync(name, cancellation) switch
        {
            CommandResult.Done => TypedResults.NoContent(),
            CommandResult.NotFound => TypedResults.Problem("There are no such experts.", statusCode: StatusCodes.Status404NotFound),
            _ => TypedResults.Problem(
                "A run by trajectory matching is queued or active and may need them.", statusCode: StatusCodes.Status409Conflict),
        };
}
