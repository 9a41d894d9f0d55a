using System.Text.Json;
using Contracts;
using Dashboard.Server.Hosting;

namespace Dashboard.Server.Runs;

internal static class EventEndpoints
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    public static void MapEvents(this RouteGroupBuilder group) => group
        .MapGet("/{id:run-id}/events", (
            RunId id, RunDesk desk, IHostApplicationLifetime lifetime, HttpContext context, long after = 0, bool follow = false) =>
            desk.Summary(id) is { } run
                ? WriteAsync(context, follow ? Follow(desk, id, after) : Past(desk, run, after), lifetime.ApplicationStopping)
                : Refusals.NoSuchRun().ExecuteAsync(context))
        .WithSummary("One event per line; with follow=true until the run is over.")
        .Produces<RunEvent>(StatusCodes.Status200OK, "application/x-ndjson");

    private static Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<RunEvent>>> Follow(RunDesk desk, RunId id, long after) =>
        cancellation => desk.ReadAsync(id, after, cancellation);

    private static Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<RunEvent>>> Past(RunDesk desk, RunSummary run, long after) =>
        cancellation => desk.ReadPastAsync(run.Id, after, run.LastSeq, cancellation);

    private static async Task WriteAsync(
        HttpContext context, Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<RunEvent>>> read, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.FlushAsync(either.Token);
        try
        {
            await foreach (var batch in read(either.Token))
            {
                await WriteBatchAsync(context.Response.Body, batch, either.Token);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The reader left, or the server stops: it asks again with the last number that it has.
        }
    }

    private static async Task WriteBatchAsync(Stream body, IReadOnlyList<RunEvent> batch, CancellationToken cancellation)
    {
        using var lines = new MemoryStream();
        foreach (var e in batch)
        {
            JsonSerializer.Serialize(lines, e, ContractsJson.Default.RunEvent);
            lines.Write(NewLine);
        }

        lines.Position = 0;
        await lines.CopyToAsync(body, cancellation);
        await body.FlushAsync(cancellation);
    }
}
