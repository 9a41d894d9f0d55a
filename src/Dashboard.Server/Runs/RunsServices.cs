using Dashboard.Client.Doors;
using Dashboard.Server.Artifacts;
using Dashboard.Server.Listing;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

internal static class RunsServices
{
    public static WebApplicationBuilder AddRuns(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ActiveRuns>();
        services.AddSingleton(provider => new RunIndex(
            provider.GetRequiredService<RunMetaStore>().List(), provider.GetRequiredService<ParameterFields>(),
            provider.GetRequiredService<ILogger<RunIndex>>()));
        services.AddSingleton<RunQueue>();
        services.AddSingleton<RunLibrary>();
        services.AddSingleton<RunMetadata>();
        services.AddSingleton<IRunMetadata>(provider => provider.GetRequiredService<RunMetadata>());
        services.AddSingleton<RunTrash>();
        services.AddSingleton<IRunTrash>(provider => provider.GetRequiredService<RunTrash>());
        services.AddSingleton<DigestKeeper>();
        services.AddSingleton<StoreEvents>(provider => provider.GetRequiredService<RunStore>().AppendAsync);
        services.AddSingleton<RunArchiver>();
        services.AddSingleton<RunLauncher>();
        services.AddSingleton<PinnedSets>();
        services.AddSingleton<RunIds>();
        services.AddSingleton<RunIntake>();
        services.AddSingleton<RunDesk>();
        services.AddSingleton<IRuns>(provider => provider.GetRequiredService<RunDesk>());
        services.AddSingleton<RunWorker.Context>();
        services.AddSingleton<RunRecovery.Context>();
        services.AddSingleton<SyntheticSetFiles>();
        services.AddSingleton<FrameViews>();
        services.AddSingleton<IFrames>(provider => provider.GetRequiredService<FrameViews>());
        services.AddSingleton<SeriesReader>();
        services.AddHostedService<SeriesKeeper>();
        services.AddHostedService<RunRecovery>();
        services.AddHostedService<RunWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<DigestKeeper>());
        services.AddHostedService<TrashSweeper>();
        return builder;
    }
}
