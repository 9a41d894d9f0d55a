using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Visit.Benchmarks;
using Visits = System.Collections.Generic.List<Visit.Benchmarks.Visit>;

// dotnet run -c Release --project benchmarks/dashboard/Visit.Benchmarks -- src/Dashboard.Server/bin/Release/net10.0/Dashboard.Server.dll [visits]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var program, .. var rest] || !File.Exists(program))
{
    Console.Error.WriteLine("Name the server's Dashboard.Server.dll, and how many visits (10).");
    return 2;
}

var visits = rest is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 10;
string[] addresses = ["/", "/runs", "/queue"];
var folder = Directory.CreateTempSubdirectory("visit-").FullName;
var server = await OwnServer.StartAsync(program, folder, 0);
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
{
    ExecutablePath = "/usr/bin/chromium",
    Args = ["--no-sandbox", "--disable-gpu"],
});
try
{
    await MeasureAsync(browser, "/", 1);        // the server's first page ever is compiled as it is served
    foreach (var address in addresses)
    {
        var (cold, warm) = await MeasureAsync(browser, address, visits);
        Tell(address + " cold", cold);
        Tell(address + " warm", warm);
    }

    Console.WriteLine($"restart: {string.Join(", ", await RestartsAsync())} s from listening again until the page answers with its state");
    return 0;
}
finally
{
    server.Dispose();
    Directory.Delete(folder, recursive: true);
}

// Each cold visit is a new visitor with an empty cache; the warm one is the same visitor again.
async Task<(Visits Cold, Visits Warm)> MeasureAsync(IBrowser chromium, string address, int count)
{
    var (cold, warm) = (new Visits(), new Visits());
    for (var i = 0; i < count; i++)
    {
        await using var visitor = await chromium.NewContextAsync();
        var page = await visitor.NewPageAsync();
        cold.Add(await Visit.Benchmarks.Visit.MeasureAsync(page, new Uri(server.Address, address).AbsoluteUri));
        warm.Add(await Visit.Benchmarks.Visit.MeasureAsync(page, new Uri(server.Address, address).AbsoluteUri));
    }

    return (cold, warm);
}

async Task<IReadOnlyList<string>> RestartsAsync()
{
    var seconds = new List<string>();
    await using var visitor = await browser.NewContextAsync();
    var page = await visitor.NewPageAsync();
    await page.GotoAsync(new Uri(server.Address, "/queue?hours=168").AbsoluteUri);
    await page.Locator("#past-hours").WaitForAsync();
    for (var i = 0; i < 3; i++)
    {
        await page.EvaluateAsync("document.querySelector('h1').dataset.old = 'yes'");
        await server.KillAsync();
        server = await OwnServer.StartAsync(program, folder, server.Address.Port);
        var clock = Stopwatch.StartNew();
        await page.Locator("h1:not([data-old])").WaitForAsync();
        if (await page.Locator("#past-hours").InputValueAsync() != "168") throw new InvalidOperationException("The page lost its state.");
        seconds.Add(clock.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
    }

    return seconds;
}

static void Tell(string what, Visits measured)
{
    var sorted = measured.Select(visit => visit.Seconds).Order().ToList();
    var typical = measured[measured.Count / 2];
    Console.WriteLine(
        $"{what,-12} n={measured.Count} median {sorted[sorted.Count / 2]:0.00} s ({sorted[0]:0.00}–{sorted[^1]:0.00}); one of them: {typical}");
}
