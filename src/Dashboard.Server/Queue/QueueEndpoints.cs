using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;

namespace Dashboard.Server.Queue;

internal static class QueueEndpoints
{
    private const int MostHours = 24 * 31;

    public static WebApplicationBuilder AddQueue(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RunForecasts>();
        builder.Services.AddSingleton<QueueDesk>();
        builder.Services.AddSingleton<IQueue>(provider => provider.GetRequiredService<QueueDesk>());
        return builder;
    }

    public static WebApplication MapQueue(this WebApplication app)
    {
        var group = app.MapGroup("/api/v1/queue").WithTags("Queue");
        group.MapGet("/", (QueueDesk queue) => TypedResults.Ok(queue.Lines()))
            .WithSummary("The line of every device: its mode, its run, and the waiting runs with their expected start.");
        group.MapGet("/past", (QueueDesk queue, TimeProvider time, int hours = 24) =>
            TypedResults.Ok(queue.Past(time.GetUtcNow().AddHours(-Math.Clamp(hours, 1, MostHours)))))
            .WithSummary("Which run held which device in the past hours, the newest first.");
        group.MapPost("/{id:run-id}/move", MoveAsync).WithSummary("Puts a waiting run in front of another one (before), or at the end (before: null).")
            .Accepts<QueueMove>("application/json").Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPut("/lines/{device}", SetModeAsync).WithSummary("Opens (open), drains (draining) or pauses (paused) the line of a device.")
            .Accepts<QueueOrder>("application/json").Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        return app;
    }

    private static async Task<IResult> MoveAsync(RunId id, HttpRequest request, QueueDesk queue, CancellationToken cancellation)
    {
        var (move, problem) = await JsonBody.Order.ReadAsync<QueueMove>(request, cancellation);
        return move is null ? problem! : await queue.MoveAsync(id, move.Before, cancellation) switch
        {
            CommandResult.Done => TypedResults.NoContent(),
            CommandResult.NotFound => Refusals.NoSuchRun(),
            _ => TypedResults.Problem("The run does not wait any more; nothing changed.", statusCode: StatusCodes.Status409Conflict),
        };
    }

    private static async Task<IResult> SetModeAsync(string device, HttpRequest request, QueueDesk queue, CancellationToken cancellation)
    {
        var (order, problem) = await JsonBody.Order.ReadAsync<QueueOrder>(request, cancellation);
        return order is null ? problem! : await queue.SetModeAsync(device, order.Mode, cancellation) == CommandResult.Done
            ? TypedResults.NoContent()
            : TypedResults.Problem("There is no such device.", statusCode: StatusCodes.Status404NotFound);
    }
}
