using Dashboard.Client.Doors;

namespace Dashboard.Server.Home;

internal static class HomeEndpoints
{
    public static WebApplicationBuilder AddHome(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AttentionList>();
        builder.Services.AddSingleton<RunOverview>();
        builder.Services.AddSingleton<IOverview>(provider => provider.GetRequiredService<RunOverview>());
        return builder;
    }

    public static WebApplication MapHome(this WebApplication app)
    {
        app.Services.GetRequiredService<RunOverview>();     // listens from the start, so that no curve begins in the middle
        app.MapGet("/api/v1/overview", (RunOverview overview) => TypedResults.Ok(overview.Read())).WithTags("Overview")
            .WithSummary("Active runs, the best set of every data set, what needs a person, and the disk.");
        return app;
    }
}
