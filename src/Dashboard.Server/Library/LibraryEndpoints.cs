using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;

namespace Dashboard.Server.Library;

internal static class LibraryEndpoints
{
    private static readonly JsonBody Command = new("command", 32 * 1024);

    public static WebApplicationBuilder AddLibrary(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<RegistrationFacts>();
        services.AddSingleton<LibraryFiles>();
        services.AddSingleton<BatchesOfSets>();
        services.AddSingleton<ILibrary, SetLibrary>();
        return builder;
    }

    public static WebApplication MapLibrary(this WebApplication app)
    {
        var group = app.MapGroup("/api/v1/library").WithTags("Library").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/", (ILibrary library) => TypedResults.Ok(library.List().Select(Row.Of).ToList()))
            .WithSummary("Sets of the library with their versions and aliases.");
        group.MapPost("/", RegisterAsync).Accepts<LibraryRegistration>("application/json").Produces<LibraryVersion>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).WithSummary("Registers a stored set of a run as the next version of a name.");
        group.MapGet("/{name}", (string name, ILibrary library) =>
            library.Find(name) is { } set ? TypedResults.Ok(Row.Of(set)) : NoSuchVersion()).Produces<Row>();
        group.MapGet("/{name}/{version}", (string name, string version, ILibrary library) =>
            library.Find(name)?.Find(version) is { } found ? TypedResults.Ok(found) : NoSuchVersion()).Produces<LibraryVersion>()
            .WithSummary("A version, by its number or an alias.");
        group.MapGet("/{name}/{version}/set.{kind:regex(^(png|npz|zip)$)}",
            (string name, string version, string kind, ILibrary library, LibraryFiles files, HttpResponse response) =>
                library.Find(name)?.Find(version) is { } found
                    ? files.Serve(found, kind, isFixed: found.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) == version, response)
                    : NoSuchVersion()).WithSummary("Its picture, arrays or archive.");
        group.MapGet("/{name}/{version}/files", FilesAsync).Produces<IReadOnlyList<LibraryFile>>().WithSummary("Downloads with size and SHA-256.");
        group.MapPut("/{name}/aliases/{alias}", AliasAsync).Accepts<AliasCommand>("application/json").Produces<LibraryVersion>()
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Points an alias at a version, or takes it off with null.");
        group.MapPut("/{name}/{version:int}/card", CardAsync).Accepts<LibraryCard>("application/json").Produces<LibraryVersion>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPut("/{name}/{version:int}/retired", async (string name, int version, string? by, ILibrary library, CancellationToken cancellation) =>
            Answer(await library.RetireAsync(name, version, true, by ?? "", cancellation))).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("/{name}/{version:int}/retired", async (string name, int version, string? by, ILibrary library, CancellationToken cancellation) =>
            Answer(await library.RetireAsync(name, version, false, by ?? "", cancellation)));
        group.MapDelete("/{name}/{version:int}", async (string name, int version, string? by, ILibrary library, CancellationToken cancellation) =>
            Answer(await library.DeleteAsync(name, version, by ?? "", cancellation))).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Deletes a retired version for good.");
        return app;
    }

    private static async Task<IResult> RegisterAsync(HttpRequest request, ILibrary library, CancellationToken cancellation)
    {
        var (asked, problem) = await Command.ReadAsync<LibraryRegistration>(request, cancellation);
        if (asked is null) return problem!;
        var answer = await library.RegisterAsync(asked, cancellation);
        return answer.Version is { } version
            ? TypedResults.Created($"/api/v1/library/{version.Name}/{version.Version}", version)
            : Refusals.Faulty("Not registered", answer.Told, answer.Faults);
    }

    private static async Task<IResult> FilesAsync(string name, string version, ILibrary library, CancellationToken cancellation) =>
        library.Find(name)?.Find(version) is { } found ? TypedResults.Ok(await library.FilesAsync(found, cancellation)) : NoSuchVersion();

    private static async Task<IResult> AliasAsync(string name, string alias, HttpRequest request, ILibrary library, CancellationToken cancellation)
    {
        var (asked, problem) = await Command.ReadAsync<AliasCommand>(request, cancellation);
        return asked is null ? problem! : Answer(await library.MoveAliasAsync(name, alias, asked.Version, asked.By, asked.Note, cancellation));
    }

    private static async Task<IResult> CardAsync(
        string name, int version, string? by, HttpRequest request, ILibrary library, CancellationToken cancellation)
    {
        var (card, problem) = await Command.ReadAsync<LibraryCard>(request, cancellation);
        return card is null ? problem! : Answer(await library.EditAsync(name, version, card, by ?? "", cancellation));
    }

    private static IResult Answer(LibraryAnswer answer) => answer.Result switch
    {
        CommandResult.Done when answer.Version is { } version => TypedResults.Ok(version),
        CommandResult.Done => TypedResults.NoContent(),
        CommandResult.NotFound => NoSuchVersion(),
        _ => TypedResults.Problem(answer.Told, statusCode: StatusCodes.Status409Conflict,
            extensions: new Dictionary<string, object?> { ["faults"] = answer.Faults }),
    };

    private static IResult NoSuchVersion() =>
        TypedResults.Problem("The library has no such version.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Where an alias shall point.</summary>
    internal sealed record AliasCommand
    {
        public int? Version { get; init; }

        public string By { get; init; } = "";

        public string Note { get; init; } = "";
    }

    /// <summary>A set as a list of versions.</summary>
    internal sealed record Row(
        string Name, IReadOnlyDictionary<string, int> Aliases, IReadOnlyList<LibraryVersion> Versions, IReadOnlyList<LibraryEvent> History)
    {
        public static Row Of(LibrarySet set) => new(set.Name, set.Aliases, set.Versions, set.History);
    }
}
