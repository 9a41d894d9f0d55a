using System.Net.Http.Json;
using System.Text.Json;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;
using Engine;
using Engine.Data;
using Engine.Distillation.TrajectoryMatching;
using Engine.Export;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Server.Tests;

/// <summary>The whole server on a temporary folder, with a run of the test's own in place of the engine.</summary>
internal sealed class DashboardApplication(string folder, ExecuteRun execute) : WebApplicationFactory<RunDesk>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public RunDesk Desk => Services.GetRequiredService<RunDesk>();

    public Func<RunSpec, IReadOnlyList<SpecFault>> Check { get; init; } = _ => [];

    public Func<FramePicture, byte[]> RenderFrame { get; init; } = _ => [1];

    /// <summary>The pieces of work of a spec.</summary>
    public Func<RunSpec, RunWork> Work { get; init; } = Probes.Work;

    /// <summary>Settings beside the storage folder.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Another clock; null for the machine's.</summary>
    public TimeProvider? Time { get; init; }

    public async Task<RunId> SubmitAsync(RunSpec? spec = null) =>
        (await Desk.SubmitAsync(spec ?? new RunSpec(), TestContext.Current.CancellationToken)).Run!.Id;

    public Task<CommandResult> CommandAsync(RunId id, RunCommand command) =>
        Desk.CommandAsync(id, command, TestContext.Current.CancellationToken);

    /// <summary>Waits until a row of history is as asked for.</summary>
    public async Task<RunSummary> UntilAsync(RunId id, Func<RunSummary, bool> condition)
    {
        var found = new TaskCompletionSource<RunSummary>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(RunId changed, RunSummary? row)
        {
            if (changed == id && row is not null && condition(row)) found.TrySetResult(row);
        }

        Desk.Changed += Look;
        Look(id, Desk.Summary(id));
        try
        {
            return await found.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            Desk.Changed -= Look;
        }
    }

    /// <summary>Every event that a follower is told, until the run is over.</summary>
    public async Task<List<RunEvent>> FollowAsync(RunId id, long after = 0)
    {
        var all = new List<RunEvent>();
        await foreach (var batch in Desk.ReadAsync(id, after, TestContext.Current.CancellationToken)) all.AddRange(batch);
        return all;
    }

    public async Task<JsonElement> GetAsync(string address)
    {
        using var client = CreateClient();
        return await client.GetFromJsonAsync<JsonElement>(address, TestContext.Current.CancellationToken);
    }

    /// <summary>Ends once the folder is free: the host that the factory stops is disposed by its own main method.</summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        var patience = TimeProvider.System.GetTimestamp();
        while (IsLocked() && TimeProvider.System.GetElapsedTime(patience) < Patience) await Task.Yield();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Storage:Folder", folder);
        foreach (var (name, value) in Settings) builder.UseSetting(name, value);
        builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Critical));
        if (Time is { } clock) builder.ConfigureTestServices(services => services.AddSingleton(clock));
        builder.ConfigureTestServices(services => services.AddSingleton(provider => new EngineDoor
        {
            Execute = execute,
            Check = spec => Check(spec),
            CheckRecipe = MitigationCheck.RecipeFaults,
            Work = spec => Work(spec),
            Probe = Probes.Of,
            Describe = () => new CatalogDescription([], [], [], [new RunSpec { Name = "Demo" }], Engine.Catalog.Describe().Recipes),
            DataSets = () =>
            [
                new DataSetInfo("demo", "Demo", "Made.", "embedded", true, "none needed"),
                .. Engine.Data.DataSets.List(provider.GetRequiredService<EngineSettings>()).Where(set => set.Found == "data folder"),
            ],
            DataNameFault = DataSetNames.Fault,
            ReadData = name => DataSetReading.Of(name, provider.GetRequiredService<EngineSettings>()),
            ReadDataAt = DataSetReading.OfPath,
            DataStamp = name => DataSetReading.Stamp(name, provider.GetRequiredService<EngineSettings>()),
            Sets = () => ImportedSets.List(provider.GetRequiredService<EngineSettings>()),
            SetNameFault = SetFileNames.Fault,
            Experts = () => ExpertBuffers.List(provider.GetRequiredService<EngineSettings>()),
            Devices = () => [new DeviceDescription("cpu", "CPU", 1024)],
            ReadGpu = _ => null,
            RenderFrame = picture => RenderFrame(picture),
            ReadLabel = (_, image) => image == 0 ? new SoftLabel([0.25, 0.75], AreShares: true) : null,
            WriteArchive = (npz, output) => output.Write(File.ReadAllBytes(npz)),
        }));
    }

    private bool IsLocked()
    {
        try
        {
            using var file = new FileStream(Path.Combine(folder, "dashboard.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
