using Dashboard.Client.Doors;

namespace Dashboard.Server.Catalog;

internal static class CatalogEndpoints
{
    public static WebApplicationBuilder AddCatalog(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ICatalog, ServedCatalog>();
        return builder;
    }

    public static WebApplication MapCatalog(this WebApplication app)
    {
        var group = app.MapGroup("/api/v1").WithTags("Catalog");
        group.MapGet("/catalog", (ICatalog catalog) => TypedResults.Ok(catalog.Describe()));
        group.MapGet("/datasets", (ICatalog catalog) => TypedResults.Ok(catalog.DataSets()));
        group.MapGet("/devices", (IDevices devices) => TypedResults.Ok(devices.Readings()));
        return app;
    }
}
