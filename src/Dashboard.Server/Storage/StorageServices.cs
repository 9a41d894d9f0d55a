namespace Dashboard.Server.Storage;

internal static class StorageServices
{
    public static WebApplicationBuilder AddStorage(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new StorageFolder(builder.Configuration["Storage:Folder"]));
        builder.Services.AddSingleton<RunStore>();
        return builder;
    }
}
