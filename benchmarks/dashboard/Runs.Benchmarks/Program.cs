using System.Globalization;
using Runs.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var runs = args is [var count, ..] && int.TryParse(count, out var asked) ? asked : 10_000;
var folder = args is [_, var given, ..] ? given : Directory.CreateTempSubdirectory("runs-benchmark-").FullName;
if (!File.Exists(Path.Combine(folder, "dashboard.db"))) await StoreFiller.FillAsync(folder, runs);
await using var server = await ServedStore.StartAsync(folder);
Console.WriteLine($"server ready after {server.Ready.TotalSeconds:0.0} s ({server.Spent.TotalSeconds:0.0} s of processor) with {runs:N0} runs in {new FileInfo(Path.Combine(folder, "dashboard.db")).Length / 1e6:0} MB");
await ServerTimes.MeasureAsync(server, runs);
await BrowserTimes.MeasureAsync(server);
Console.WriteLine($"server memory {server.MemoryMiB:0} MiB");
if (args.Length < 2) Directory.Delete(folder, recursive: true);
