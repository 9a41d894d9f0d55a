using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Server.RealData;

internal static class DataSetEndpoints
{
    private static readonly JsonBody Registration = new("registration", 32 * 1024);

    public static WebApplicationBuilder AddDataSets(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(DataIntakeSettings.Of(builder.Configuration));
        services.AddSingleton(provider => new DataDownload(
            new PublicAddresses(System.Net.Dns.GetHostAddressesAsync).Handler, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DataIntake>();
        services.AddSingleton<DataReadings>();
        services.AddSingleton<DataSetDoors>();
        services.AddSingleton<DataSetRemoval>();
        services.AddSingleton<IDataSets, DataSetRegister>();
        return builder;
    }

    public static WebApplication MapDataSets(this WebApplication app)
    {
        var group = app.MapGroup("/api/v1/datasets").WithTags("Data sets");
        group.MapGet("/{name}", (string name, IDataSets sets) => sets.Find(name) is { } row ? TypedResults.Ok(row) : NoSuchSet())
            .Produces<DataSetRow>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{name}/facts", FactsAsync).Produces<DataSetFacts>().ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Classes, counts, shape and content hash, read from the files.");
        group.MapGet("/{name}/sheet.png", SheetAsync).Produces<Stream>(StatusCodes.Status200OK, "image/png")
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Some train images of each class; ?v= takes the content hash, and is cached for ever.");
        group.MapPut("/{name}/card", CardAsync).Accepts<DataSetCard>("application/json").Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/", UploadAsync).WithMetadata(new DisableRequestSizeLimitAttribute())      // the intake counts, and tells its own limit
            .WithSummary("Takes the body in as the set of a name; ?file= is its file name, which decides how it is read.")
            .Accepts<Stream>("application/octet-stream").Produces<DataSetFacts>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/folder", FolderAsync).Accepts<FolderCommand>("application/json").Produces<DataSetFacts>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/url", UrlAsync).Accepts<UrlCommand>("application/json").Produces<DataSetFacts>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("/{name}", DeleteAsync).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        return app;
    }

    private static async Task<IResult> FactsAsync(string name, IDataSets sets, CancellationToken cancellation)
    {
        if (sets.Find(name) is null) return NoSuchSet();
        var answer = await sets.ReadAsync(name, cancellation);
        return answer.Facts is { } facts ? TypedResults.Ok(facts) : Refused(answer, StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> SheetAsync(
        string name, string? v, IDataSets sets, DataReadings readings, HttpResponse response, CancellationToken cancellation)
    {
        if (sets.Find(name) is not { Info.Available: true } || await readings.OfAsync(name, cancellation) is not { Reading: { } reading }) return NoSuchSet();
        response.Headers.CacheControl = v == reading.Facts.ContentHash ? "private, max-age=31536000, immutable" : "private, no-cache";
        return TypedResults.Bytes(reading.Sheet, "image/png", entityTag: new EntityTagHeaderValue($"\"{reading.Facts.ContentHash}\""));
    }

    private static async Task<IResult> CardAsync(string name, HttpRequest request, IDataSets sets, CancellationToken cancellation)
    {
        if (sets.Find(name) is null) return NoSuchSet();
        var (card, problem) = await Registration.ReadAsync<DataSetCard>(request, cancellation);
        if (card is null) return problem!;
        return await sets.EditAsync(name, card, cancellation) is { Count: > 0 } faults
            ? Refusals.Faulty("Faulty card", "The card has faults; nothing was kept.", faults)
            : TypedResults.NoContent();
    }

    private static async Task<IResult> UploadAsync(
        string name, string file, string? licence, string? by, HttpRequest request, DataSetDoors doors, CancellationToken cancellation)
    {
        var asked = new DataSetRegistration { Name = name, By = by ?? "", Card = new DataSetCard { Licence = licence ?? "" } };
        return Answer(name, await doors.UploadAsync(
            asked, [new DataSetFile(file, request.ContentLength, _ => request.Body)], null, cancellation));
    }

    private static async Task<IResult> FolderAsync(HttpRequest request, DataSetDoors doors, CancellationToken cancellation)
    {
        var (asked, problem) = await Registration.ReadAsync<FolderCommand>(request, cancellation);
        return asked is null ? problem! : Answer(asked.Set.Name, await doors.CopyAsync(asked.Set, asked.Path, null, cancellation));
    }

    private static async Task<IResult> UrlAsync(HttpRequest request, DataSetDoors doors, CancellationToken cancellation)
    {
        var (asked, problem) = await Registration.ReadAsync<UrlCommand>(request, cancellation);
        return asked is null ? problem! : Answer(asked.Set.Name, await doors.DownloadAsync(asked.Set, asked.Address, asked.Hash, null, cancellation));
    }

    private static async Task<IResult> DeleteAsync(string name, IDataSets sets, CancellationToken cancellation) =>
        await sets.DeleteAsync(name, cancellation) switch
        {
            CommandResult.Done => TypedResults.NoContent(),
            CommandResult.NotFound => TypedResults.Problem("No such set was taken in here.", statusCode: StatusCodes.Status404NotFound),
            _ => TypedResults.Problem("A run that is queued or active needs it.", statusCode: StatusCodes.Status409Conflict),
        };

    private static IResult Answer(string name, DataSetAnswer answer) => answer.Facts is { } facts
        ? TypedResults.Created($"/api/v1/datasets/{name}", facts)
        : Refused(answer, answer.IsTaken ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest);

    private static IResult Refused(DataSetAnswer answer, int status) => TypedResults.Problem(
        answer.Faults.FirstOrDefault()?.ToString() ?? "", statusCode: status, extensions: new Dictionary<string, object?> { ["faults"] = answer.Faults });

    private static IResult NoSuchSet() => TypedResults.Problem("There is no such data set.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A folder of the server that becomes a set.</summary>
    internal sealed record FolderCommand
    {
        public DataSetRegistration Set { get; init; } = new();

        public string Path { get; init; } = "";
    }

    /// <summary>A file at an address that becomes a set.</summary>
    internal sealed record UrlCommand
    {
        public DataSetRegistration Set { get; init; } = new();

        public string Address { get; init; } = "";

        public string Hash { get; init; } = "";
    }
}
