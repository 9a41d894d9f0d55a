using System.Globalization;
using Live.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Settings.Parse(args) is not { } settings)
{
    Console.Error.WriteLine(Settings.Usage);
    return 2;
}

using var limit = new CancellationTokenSource(settings.Limit);
await using var run = await WatchedRun.StartAsync(settings, limit.Token);
return settings.Reconnect
    ? await ReconnectCheck.RunAsync(settings, run, limit.Token)
    : await ViewerLoad.RunAsync(settings, run, limit.Token);
