namespace Dashboard.Server.Storage;

internal static class StorageServices
{
    public static WebApplicationBuilder AddStorage(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new StorageFolder(builder.Configuration["Storage:Folder"]));
        builder.Services.AddSingleton<Store>();
        builder.Services.AddSingleton<RunStore>();
        builder.Services.AddSingleton<ColumnStore>();
        builder.Services.AddSingleton<RecipeStore>();
        builder.Services.AddSingleton<LibraryStore>();
        builder.Services.AddSingleton<DataSetStore>();
        builder.Services.AddSingleton<QueueStore>();
        builder.Services.AddSingleton<RunMetaStore>();
        builder.Services.AddSingleton<DigestStore>();
        builder.Services.AddSingleton<ViewStore>();
        return builder;
    }

    /// <summary>Opens the store before anything else, so that a refusal is one line.</summary>
    public static WebApplication OpenStorage(this WebApplication app)
    {
        app.Services.GetRequiredService<Store>();
        return app;
    }
}
