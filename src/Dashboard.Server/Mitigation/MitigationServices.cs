using Dashboard.Client.Doors;

namespace Dashboard.Server.Mitigation;

/// <summary>The mitigation lab beside its runs: saved recipes, uploaded sets and the results of batches.</summary>
internal static class MitigationServices
{
    public static WebApplicationBuilder AddMitigation(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(UploadLimit.Of(builder.Configuration));
        services.AddSingleton<SavedRecipes>();
        services.AddSingleton<IRecipes>(provider => provider.GetRequiredService<SavedRecipes>());
        services.AddSingleton<SetUploads>();
        services.AddSingleton<ISets>(provider => provider.GetRequiredService<SetUploads>());
        return builder;
    }

    public static WebApplication MapMitigation(this WebApplication app)
    {
        app.MapGroup("/api/v1/recipes").WithTags("Recipes").MapRecipes();
        app.MapGroup("/api/v1/sets").WithTags("Sets").MapSets();
        app.MapGroup("/api/v1/runs").WithTags("Mitigation").ProducesProblem(StatusCodes.Status404NotFound).MapResults();
        return app;
    }
}
