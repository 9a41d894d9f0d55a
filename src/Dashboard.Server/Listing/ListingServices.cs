using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;

namespace Dashboard.Server.Listing;

internal static class ListingServices
{
    public static WebApplicationBuilder AddListing(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(provider => new ParameterFields(provider.GetRequiredService<EngineDoor>().Describe));
        services.AddSingleton<RunFields>();
        services.AddSingleton<RunTable>();
        services.AddSingleton<IRunTable>(provider => provider.GetRequiredService<RunTable>());
        services.AddSingleton<RunExport>();
        services.AddSingleton<SavedViews>();
        services.AddSingleton<IRunViews>(provider => provider.GetRequiredService<SavedViews>());
        return builder;
    }
}
