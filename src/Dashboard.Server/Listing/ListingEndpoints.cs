using Contracts;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Listing;

internal static class ListingEndpoints
{
    public static WebApplication MapListing(this WebApplication app)
    {
        var group = app.MapGroup("/api/v1/runs").WithTags("Table of runs");
        group.MapGet("/find", (
            RunTable table, string? q = null, string? sort = null, string? group = null, string? open = null, string? columns = null,
            int offset = 0, int count = 100) => Find(table, Query(q, sort, group, columns) with { Open = Names(open), Offset = offset, Count = count }))
            .WithSummary("Runs that match a query, a page of them; columns, sort and group are field names joined by commas, -accuracy falls.")
            .Produces<RunTablePage>().ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/fields", (RunTable table) => TypedResults.Ok(table.Fields()))
            .WithSummary("Everything that can be a column, a condition and an order.");
        group.MapGet("/export", (RunExport export, string format = "csv", string? q = null, string? sort = null, string? columns = null) =>
            export.Serve(Query(q, sort, null, columns), format))
            .WithSummary("Every matching run with the columns that are asked for, as csv, json or parquet.")
            .Produces<Stream>(StatusCodes.Status200OK, "text/csv", "application/json", "application/vnd.apache.parquet")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/tags", (RunMetadata metadata) => TypedResults.Ok(metadata.Tags())).WithSummary("Every tag and how many runs have it.");
        MapViews(group);
        return app;
    }

    private static void MapViews(RouteGroupBuilder group)
    {
        group.MapGet("/views", (SavedViews views) => TypedResults.Ok(views.List())).WithSummary("Saved views of the table, by name.");
        group.MapPut("/views/{name}", SaveAsync).WithSummary("Saves a view under its name, over an older one.")
            .Accepts<SavedRunView>("application/json").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapDelete("/views/{name}", async (string name, SavedViews views, CancellationToken cancellation) =>
            await views.DeleteAsync(name, cancellation)
                ? TypedResults.NoContent()
                : (IResult)TypedResults.Problem("There is no such view.", statusCode: StatusCodes.Status404NotFound))
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult Find(RunTable table, RunQuery query)
    {
        var page = table.Find(query);
        return page.Faults.Count > 0 ? QueryRefusal.Of(page.Faults) : TypedResults.Ok(page);
    }

    private static async Task<IResult> SaveAsync(string name, HttpRequest request, SavedViews views, CancellationToken cancellation)
    {
        var (view, problem) = await JsonBody.View.ReadAsync<SavedRunView>(request, cancellation);
        if (view is null) return problem!;
        if (view.Name.Length == 0) view = view with { Name = name };
        var faults = view.Name == name
            ? await views.SaveAsync(view, cancellation)
            : [new SpecFault("name", "The view's name and the one in the address differ.")];
        return faults.Count == 0 ? TypedResults.NoContent() : Refusals.Faulty("Faulty view", "The view has faults; nothing was saved.", faults);
    }

    private static RunQuery Query(string? text, string? sort, string? group, string? columns) => new()
    {
        Text = text ?? "",
        Sort = Names(sort),
        Group = Names(group),
        Columns = columns is null ? RunQuery.DefaultColumns : Names(columns),
    };

    /// <summary>Commas stand between names; one of a name itself has a backslash before it.</summary>
    private static IReadOnlyList<string> Names(string? list) => FieldList.Read(list);
}
