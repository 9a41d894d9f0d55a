using Dashboard.Server.Runs;

namespace Dashboard.Server.Hosting;

internal static class HealthEndpoints
{
    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapGet("/health", (ActiveRuns active) => TypedResults.Ok(new Health("ok", active.All.Count))).WithTags("Health");
        return app;
    }

    /// <summary>The server answers; runs in memory.</summary>
    internal sealed record Health(string Status, int ActiveRuns);
}
