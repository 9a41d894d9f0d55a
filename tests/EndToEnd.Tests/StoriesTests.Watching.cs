using System.Text.RegularExpressions;
using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>M5 to M8: what people do while a run works.</summary>
public sealed partial class StoriesTests
{
    private const int Viewers = 10;
    private const int Repeats = 3;

    [Fact]
    public async Task M5_to_M8_A_run_is_watched_played_judged_and_shown_to_ten()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        await using var window = await browser.OpenAsync(server.Address);
        await SeeMatrixFillAsync(window, client);
        var run = await client.SubmitAsync(TinySpec.Of(100_000, "Watched by ten"));
        await client.UntilIterationAsync(run, 60);
        await SeeChartsMoveAsync(window, run);
        await SeeImagesPlayAsync(window, client, run);
        Assert.Empty(window.Complaints);
        await ShowToTenAsync(window, server, client, run);
    }

    /// <summary>M7: cells wait, are judged one training after the other, and say of how many they are.</summary>
    private static async Task SeeMatrixFillAsync(Window window, DashboardClient client)
    {
        var ahead = await client.SubmitAsync(TinySpec.Of(100_000, "Ahead"));        // so that the page is open before it begins
        var spec = TinySpec.Of(60, "Judged");
        var run = await client.SubmitAsync(spec with { Evaluation = spec.Evaluation with { Repeats = Repeats, Epochs = 40 } });
        await window.Page.GotoAsync($"/runs/{run}?tab=matrix");
        var pending = window.Page.Locator("table.matrix td.pending");
        await Expect(pending).ToHaveCountAsync(6);
        var partly = window.Page.WaitForFunctionAsync(
            "() => { const waiting = document.querySelectorAll('table.matrix td.pending').length; return waiting > 0 && waiting < 6; }");
        await client.CommandAsync(ahead, "cancel");
        await partly;
        await Expect(window.Page.Locator("table.matrix td.score").First).ToBeVisibleAsync();
        await Pictures.TakeAsync(window, "m07-matrix", height: 620);
        await window.SeeStatusAsync(RunStatus.Completed);
        await Expect(pending).ToHaveCountAsync(0);
        await Expect(window.Page.Locator("table.matrix td.score small")).ToHaveTextAsync(Enumerable.Repeat($"({Repeats})", 6));
        await Pictures.TakeAsync(window, "m07-matrix-full-dark", dark: true, height: 620);
    }

    /// <summary>M5: lines grow, smoothed and on other axes; held, they stand still, also after a reload; let go, they catch up.</summary>
    private static async Task SeeChartsMoveAsync(Window window, RunId run)
    {
        var page = window.Page;
        await page.GotoAsync($"/runs/{run}?tab=charts");
        await window.MorePointsThanAsync(await window.PointsAsync());
        var all = page.Locator(".chart-all");
        await all.Locator("summary").ClickAsync();
        foreach (var (label, address) in new[] { ("log x", "[?&]c=x"), ("log y", "[?&]c=xy") })
        {
            await all.GetByLabel(label).CheckAsync();
            await Expect(page).ToHaveURLAsync(new Regex(address));
        }

        await all.Locator(".smooth input").FillAsync("0.6");
        await Expect(page).ToHaveURLAsync(new Regex("[?&]c=xys0\\.60"));
        await window.MorePointsThanAsync(await window.PointsAsync());

        await window.Button("Pause view").First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("[?&]z\\.run=z"));
        var held = await page.Locator("figure.chart [data-badge]").First.TextContentAsync();
        await page.ReloadAsync();
        await Expect(window.Button("Follow live").First).ToBeVisibleAsync();
        await Expect(window.LossBadge).ToHaveTextAsync(held!);
        await Expect(all.GetByLabel("log y")).ToBeCheckedAsync();
        await Pictures.TakeAsync(window, "m05-charts-held");
        await window.Button("Follow live").First.ClickAsync();
        await Expect(window.LossBadge).Not.ToHaveTextAsync(held!);
        await window.MorePointsThanAsync(await window.PointsAsync());
        await Pictures.TakeAsync(window, "m05-charts");
        await Pictures.TakeAsync(window, "m05-charts-dark", dark: true);
        await Pictures.TakeAsync(window, "m05-charts-phone", page.Locator("nav.tabs"), width: 375, height: 760);
    }

    /// <summary>M6: from the first set on, and to one that is asked for by its number.</summary>
    private static async Task SeeImagesPlayAsync(Window window, DashboardClient client, RunId run)
    {
        await client.UntilIterationAsync(run, 300);
        await window.Page.GotoAsync($"/runs/{run}?tab=images");
        await Expect(window.Page.Locator(".frames[data-ready]")).ToBeVisibleAsync();
        await window.Button("First").ClickAsync();
        await window.SeeFrameAsync(0);
        await window.Button("Play").ClickAsync();
        await Expect(window.Picture).ToHaveAttributeAsync("src", new Regex("/[1-9][0-9]*\\.png$"));
        await window.Button("Pause").Last.ClickAsync();
        await window.Page.GetByLabel("Iteration").FillAsync("150");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.SeeFrameAsync(150);
        await Expect(window.Page).ToHaveURLAsync(new Regex("step=150"));
        await window.Page.ReloadAsync();
        await window.SeeFrameAsync(150);
        await Pictures.TakeAsync(window, "m06-images", window.Page.Locator("nav.tabs"));
    }

    /// <summary>M8: ten windows on one run, which goes on; when it ends, all know the same points.</summary>
    private async Task ShowToTenAsync(Window shown, ServerProcess server, DashboardClient client, RunId run)
    {
        var windows = new List<Window>();
        try
        {
            for (var i = 0; i < Viewers; i++)
            {
                windows.Add(await browser.OpenAsync(server.Address));
                await windows[^1].OpenRunAsync(run);
            }

            foreach (var viewer in windows) await viewer.MorePointsThanAsync(await viewer.PointsAsync());
            var before = (await client.SummaryAsync(run)).Iteration;
            await client.UntilIterationAsync(run, before + 100);
            foreach (var viewer in windows) await viewer.MorePointsThanAsync(before + 99);
            var asked = TimeProvider.System.GetTimestamp();
            await client.CommandAsync(run, "cancel");
            await client.UntilAsync(run, e => e is RunEnded);
            var ended = TimeProvider.System.GetElapsedTime(asked);
            Assert.True(ended < TimeSpan.FromSeconds(20), $"Ten readers held the run's end up for {ended}.");
            var points = await client.PointsAsync(run, Series.MatchingLoss);
            foreach (var viewer in windows)
            {
                await viewer.SeeStatusAsync(RunStatus.Cancelled);
                await viewer.SeePointsAsync(points);
                Assert.True(viewer.Complaints.Count == 0, string.Join("\n", viewer.Complaints));
            }

            await shown.OpenRunAsync(run);
            await shown.SeePointsAsync(points);
            await Pictures.TakeAsync(windows[^1], "m08-tenth-viewer");
        }
        finally
        {
            foreach (var viewer in windows) await viewer.DisposeAsync();
        }
    }
}
