using Dashboard.Server.Storage;
using Engine;
using Engine.Data;
using Engine.Distillation.TrajectoryMatching;
using Engine.Export;
using EngineDevices = Engine.Runs.Devices;

namespace Dashboard.Server.Hosting;

internal static class EngineServices
{
    public static WebApplicationBuilder AddEngine(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(provider => Settings(builder.Configuration, provider.GetRequiredService<StorageFolder>()));
        builder.Services.AddSingleton(provider =>
            Door(provider.GetRequiredService<EngineSettings>(), provider.GetRequiredService<TimeProvider>()));
        return builder;
    }

    public static EngineSettings Settings(IConfiguration configuration, StorageFolder folder) => new()
    {
        Device = configuration["Engine:Device"] ?? "auto",
        Threads = configuration.GetValue("Engine:Threads", 0),
        LibTorch = configuration["Engine:LibTorch"],
        DataFolders = [.. Folders(configuration), folder.Data],
        SetFolders = [folder.Sets],
        ExpertsFolder = folder.Experts,
        DownloadFolder = configuration.GetValue("Engine:AllowDownloads", true) ? folder.Downloads : null,
    };

    private static EngineDoor Door(EngineSettings settings, TimeProvider time)
    {
        var runner = new Runner(settings, time);
        return new EngineDoor
        {
            Execute = runner.Execute,
            Check = spec => RunSpecCheck.Faults(spec, settings),
            CheckRecipe = MitigationCheck.RecipeFaults,
            Work = Probes.Work,
            Probe = Probes.Of,
            Describe = Engine.Catalog.Describe,
            DataSets = () => DataSets.List(settings),
            Sets = () => ImportedSets.List(settings),
            SetNameFault = SetFileNames.Fault,
            DataNameFault = DataSetNames.Fault,
            ReadData = name => DataSetReading.Of(name, settings),
            ReadDataAt = DataSetReading.OfPath,
            DataStamp = name => DataSetReading.Stamp(name, settings),
            Experts = () => ExpertBuffers.List(settings),
            Devices = () => EngineDevices.List(),
            ReadGpu = EngineDevices.ReadGpu,
            WriteArchive = SyntheticSetArchive.Write,
            RenderFrame = FramePictures.Png,
            ReadLabel = FramePictures.Label,
            PreferredDevice = settings.Device == "auto" ? null : settings.Device,
        };
    }

    private static IReadOnlyList<string> Folders(IConfiguration configuration)
    {
        var section = configuration.GetSection("Datasets:Folders");
        return section.Value is { } list
            ? list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : section.Get<string[]>() ?? [];
    }
}
