using System.Text.Json;
using Contracts;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;
using Engine;
using Engine.Runs;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Charts.Benchmarks;

/// <summary>The real server with a run in place of the engine's: its history at once, then ten iterations a second of eight series.</summary>
internal sealed class HostedServer(Settings settings) : WebApplicationFactory<RunDesk>
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>Serves until its input ends. Tells address and run on one line of its output.</summary>
    public static async Task ServeAsync(Settings settings, CancellationToken cancellation)
    {
        Environment.SetEnvironmentVariable("ASPNETCORE_TEST_CONTENTROOT_DASHBOARD_SERVER", AppContext.BaseDirectory);
        await using var server = new HostedServer(settings);
        server.UseKestrel(0);
        server.StartServer();
        var run = settings.Points == 0
            ? null
            : (await server.Services.GetRequiredService<RunDesk>().SubmitAsync(new RunSpec { Name = "Benchmark of charts" }, cancellation)).Run;
        Console.WriteLine($"ready {server.ClientOptions.BaseAddress} {run?.Id}");
        while (await Console.In.ReadLineAsync(cancellation) is not null)
        {
            // Whoever started us closes our input when we may go.
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Storage:Folder", settings.Folder);
        builder.ConfigureTestServices(services => services.AddSingleton(provider =>
            Door(new Runner(provider.GetRequiredService<EngineSettings>(), TimeProvider.System))));
    }

    private EngineDoor Door(Runner engine) => new()
    {
        Execute = (_, log, control, _) => Execute(engine, log, control),
        Check = _ => [],
        CheckRecipe = _ => [],
        Work = Probes.Work,
        Probe = Probes.Of,
        Describe = Catalog.Describe,
        DataSets = () => [],
        DataNameFault = _ => null,
        ReadData = _ => throw new NotSupportedException(),
        ReadDataAt = (_, _) => throw new NotSupportedException(),
        DataStamp = _ => "",
        Sets = () => [],
        SetNameFault = _ => null,
        Experts = () => [],
        Devices = () => [new DeviceDescription("cpu", "CPU", 1024)],
        ReadGpu = _ => null,
        WriteArchive = (_, _) => { },
        RenderFrame = _ => [],
        ReadLabel = (_, _) => null,
    };

    private void Execute(Runner engine, RunLog log, RunControl control)
    {
        log.Append(new RunStarted("cpu", 1, "benchmark", 0));
        log.Append(new PhaseStarted("distil", settings.Points * 2));
        for (var k = 1; k <= settings.Points; k++) log.Append(MadeCurves.Measured(0, k, settings.Points));
        using var ticks = new PeriodicTimer(Tick);
        // Only stored events are shown: what is measured begins when the history is.
        while (log.StoredSeq < log.LastSeq && ticks.WaitForNextTickAsync().AsTask().GetAwaiter().GetResult())
        {
            if (control.Request != StopRequest.None) break;
        }

        using var training = settings.Train ? new Training(engine) : null;
        for (var k = settings.Points + 1; control.Request == StopRequest.None; k++)
        {
            log.Append(MadeCurves.Measured(0, k, settings.Points));
            if (!ticks.WaitForNextTickAsync().AsTask().GetAwaiter().GetResult()) break;
        }

        log.Append(new RunEnded(RunStatus.Cancelled, "The benchmark ended."));
    }

    /// <summary>A distillation of the engine on one thread, which keeps a core busy as a real run does.</summary>
    private sealed class Training : IDisposable
    {
        private readonly RunControl _control = new();
        private readonly string _folder = Directory.CreateTempSubdirectory("charts-training-").FullName;
        private readonly Thread _thread;

        public Training(Runner engine)
        {
            var spec = new RunSpec
            {
                Data = new DataSpec { Name = "demo" },
                Method = new ComponentSpec
                {
                    Name = "distribution-matching",
                    Options = new Dictionary<string, JsonElement>
                    {
                        ["imagesPerClass"] = JsonSerializer.SerializeToElement(1),
                        ["iterations"] = JsonSerializer.SerializeToElement(100_000),
                    },
                },
                Threads = 1,
                SaveEvery = 100_000,
            };
            _thread = new Thread(() => engine.Execute(spec, new RunLog(TimeProvider.System), _control, _folder), 16 * 1024 * 1024);
            _thread.Start();
        }

        public void Dispose()
        {
            _control.Stop(StopRequest.Cancel);
            _thread.Join();
            _control.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
