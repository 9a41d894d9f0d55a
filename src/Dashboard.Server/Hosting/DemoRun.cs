using Dashboard.Client.Doors;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dashboard.Server.Hosting;

/// <summary>With --demo: queues the first preset once the server listens, and says where to watch it.</summary>
internal sealed partial class DemoRun(IRuns runs, ICatalog catalog, IServer server, IHostApplicationLifetime lifetime, ILogger<DemoRun> log)
    : BackgroundService
{
    private const string Flag = "--demo";

    /// <summary>Takes the flag out of the arguments: it has no value, and the configuration would take the next argument for one.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder([.. args.Where(arg => arg != Flag)]);
        if (args.Contains(Flag)) builder.Services.AddHostedService<DemoRun>();
        return builder;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ListeningAsync(stoppingToken);
        if (catalog.Describe().Presets is not [var preset, ..])
        {
            Log.NoPreset(log);
            return;
        }

        var submission = await runs.SubmitAsync(preset, stoppingToken);
        if (submission.Run is { } run) Log.Started(log, $"{Address()}/runs/{run.Id}");
        else Log.Refused(log, string.Join(' ', submission.Faults.Select(fault => fault.Message)));
    }

    private async Task ListeningAsync(CancellationToken stopping)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var started = lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(stopping);
    }

    private string Address() => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? AccessRule.DefaultUrl;

    private static partial class Log
    {
        [LoggerMessage(60, LogLevel.Information, "The demo run is queued. Watch it at {Address}")]
        public static partial void Started(ILogger logger, string address);

        [LoggerMessage(61, LogLevel.Warning, "The catalog has no preset to run as a demo.")]
        public static partial void NoPreset(ILogger logger);

        [LoggerMessage(62, LogLevel.Warning, "The demo run was refused: {Faults}")]
        public static partial void Refused(ILogger logger, string faults);
    }
}
