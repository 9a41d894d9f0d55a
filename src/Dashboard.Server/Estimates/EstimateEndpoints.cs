using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;

namespace Dashboard.Server.Estimates;

internal static class EstimateEndpoints
{
    public static WebApplicationBuilder AddEstimates(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(PriceSettings.Of(builder.Configuration));
        builder.Services.AddSingleton<RunEstimates>();
        builder.Services.AddSingleton<IEstimates>(provider => provider.GetRequiredService<RunEstimates>());
        return builder;
    }

    public static WebApplication MapEstimates(this WebApplication app)
    {
        var group = app.MapGroup("/api/v1/estimates").WithTags("Estimates").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("/", EstimateAsync).WithMetadata(new AsksOnly()).Accepts<RunSpec>("application/json").Produces<RunEstimate>()
            .WithSummary("Time, memory and cost of a spec, from earlier runs of the same work on the same device.");
        group.MapPost("/probe", ProbeAsync).Accepts<RunSpec>("application/json").Produces<RunSummary>(StatusCodes.Status201Created)
            .WithSummary("Queues a short run of the same work, from which the next estimate is made.");
        return app;
    }

    private static async Task<IResult> EstimateAsync(HttpRequest request, IEstimates estimates, IRuns runs, CancellationToken cancellation)
    {
        var (spec, problem) = await JsonBody.Spec.ReadAsync<RunSpec>(request, cancellation);
        if (spec is null) return problem!;
        return await estimates.OfAsync(spec, cancellation) is { } estimate ? TypedResults.Ok(estimate) : Refused(runs.Check(spec));
    }

    private static async Task<IResult> ProbeAsync(HttpRequest request, IEstimates estimates, CancellationToken cancellation)
    {
        var (spec, problem) = await JsonBody.Spec.ReadAsync<RunSpec>(request, cancellation);
        if (spec is null) return problem!;
        var answer = await estimates.ProbeAsync(spec, cancellation);
        return answer.Run is { } run ? TypedResults.Created($"/api/v1/runs/{run.Id}", run) : Refused(answer.Faults);
    }

    private static IResult Refused(IReadOnlyList<SpecFault> faults) => Refusals.Faulty(
        "No estimate", "The spec has faults, or is a batch of the lab; nothing was queued.", faults);
}
