using Live.Benchmarks;
using Microsoft.Playwright;

namespace Charts.Benchmarks;

/// <summary>Eight charts of a run in Chromium, ten updates a second: frames a second, and how old an event is when its pixels are there.</summary>
internal static class BrowserCheck
{
    private const string Browser = "/usr/bin/chromium";
    private const double LeastFrames = 30;
    private const double MostLatency = 150;

    /// <summary>A point is known by its number in the chart's badge, which is written with the pixels; the frame after that has shown them.</summary>
    private const string Watch = """
        () => {
          const seen = (window.seen = []);
          window.frames = 0;
          const count = () => { window.frames++; requestAnimationFrame(count); };
          requestAnimationFrame(count);
          for (const badge of document.querySelectorAll('[data-badge]')) {
            if (badge.hidden) continue;
            new MutationObserver(() => {
              const points = Number(/of ([0-9,]+)/.exec(badge.textContent)[1].replaceAll(',', ''));
              requestAnimationFrame(() => seen.push([points, Date.now()]));
            }).observe(badge, { childList: true, characterData: true, subtree: true });
          }
        }
        """;

    private const string InSight = """
        () => [...document.querySelectorAll('[data-badge]')].filter(b => !b.hidden && b.closest('figure').getBoundingClientRect().top < innerHeight).length
        """;

    public static async Task<int> RunAsync(Settings settings, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("charts-browser-").FullName;
        try
        {
            await using var host = await HostProcess.StartAsync(folder, settings.Points, settings.Train, cancellation);
            await using var clock = await EventClock.StartAsync(host, settings.Points, cancellation);
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = Browser, Args = ["--headless", "--no-sandbox", "--disable-gpu"] });
            var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1400, Height = settings.Height } });
            await page.GotoAsync($"{host.Address}runs/{host.Run}?tab=charts");
            await page.WaitForFunctionAsync(
                $"() => [...document.querySelectorAll('[data-badge]')].filter(b => !b.hidden).length >= {MadeCurves.Names.Count}",
                null, new PageWaitForFunctionOptions { Timeout = 120_000 });
            await Task.Delay(TimeSpan.FromSeconds(3), cancellation);
            await page.EvaluateAsync(Watch);
            await Task.Delay(TimeSpan.FromSeconds(settings.Seconds), cancellation);
            var frames = await page.EvaluateAsync<int>("() => window.frames") / (double)settings.Seconds;
            var seen = await page.EvaluateAsync<double[][]>("() => window.seen");
            var inSight = await page.EvaluateAsync<int>(InSight);
            return Tell(settings, frames, inSight, seen, clock);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Tell(Settings settings, double frames, int inSight, double[][] seen, EventClock clock)
    {
        var latencies = seen.Select(pair => clock.MadeAt((int)pair[0]) is { } at ? pair[1] - at : double.NaN).Where(double.IsFinite).ToList();
        var updates = seen.Length / (double)settings.Seconds / MadeCurves.Names.Count;
        Console.WriteLine($"{MadeCurves.Names.Count} charts of {settings.Points} points, {(settings.Train ? "beside a training run" : "alone")}, {settings.Seconds} s, "
            + $"window of 1400 × {settings.Height}, {inSight} charts in sight");
        Console.WriteLine($"frames a second: {frames:F1} (goal {LeastFrames}); updates a chart and second: {updates:F1}");
        Console.WriteLine(
            $"event to pixel of {latencies.Count} updates: p50 {latencies.Median():F0} ms, p95 {latencies.Quantile(0.95):F0} ms, "
            + $"max {latencies.Quantile(1):F0} ms (goal p95 {MostLatency})");
        return frames >= LeastFrames && latencies.Quantile(0.95) <= MostLatency ? 0 : 1;
    }
}
