using System.Globalization;
using Charts.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Settings.Parse(args) is not { } settings)
{
    Console.Error.WriteLine(Settings.Usage);
    return 2;
}

using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(15));
switch (settings.Command)
{
    case "host":
        await HostedServer.ServeAsync(settings, limit.Token);
        return 0;
    case "history":
        return await HistoryCheck.RunAsync(settings, limit.Token);
    case "browser":
        return await BrowserCheck.RunAsync(settings, limit.Token);
    default:
        return await ViewerCheck.RunAsync(settings, limit.Token);
}
