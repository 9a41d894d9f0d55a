using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>What a person does with charts: looks closer, at all of them at once, comes back to the live edge, takes them home.</summary>
public sealed partial class ChartsTests(Browser browser) : IClassFixture<Browser>
{
    private const int Iterations = 300;

    [Fact]
    public async Task Charts_zoom_together_and_keep_it_in_the_address()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        await using var window = await FinishedAsync(server);
        var (loss, speed) = (Chart(window, "Matching loss"), Chart(window, "Images per second"));
        await SeePointsAsync(loss, Iterations);
        await SeePointsAsync(speed, Iterations);

        await DragAsync(window, loss, 0.25, 0.5);

        await Expect(window.Page).ToHaveURLAsync(ZoomPattern());
        var zoom = ZoomPattern().Match(window.Page.Url);
        var (from, to) = (Number(zoom.Groups["from"].Value), Number(zoom.Groups["to"].Value));
        Assert.InRange(to - from, Iterations * 0.2, Iterations * 0.3);
        var inside = (int)(Math.Ceiling(to) - Math.Floor(from) + 1);
        await SeePointsAsync(loss, inside);
        await SeePointsAsync(speed, inside);

        await window.Page.ReloadAsync();
        await SeePointsAsync(speed, inside);
        await Plot(speed).PressAsync("+");
        await Expect(Badge(loss)).Not.ToHaveTextAsync(Shown(inside));
        await Plot(speed).PressAsync("0");
        await SeePointsAsync(loss, Iterations);
        await SeePointsAsync(speed, Iterations);
        await Expect(window.Page).Not.ToHaveURLAsync(ZoomPattern());
        await DragAsync(window, loss, 0.6, 0.8);
        await Expect(Badge(speed)).Not.ToHaveTextAsync(Shown(Iterations));
        await loss.Locator(".u-over").DblClickAsync();
        await SeePointsAsync(speed, Iterations);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_chart_goes_home_as_picture_and_as_every_one_of_its_points()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        await using var window = await FinishedAsync(server);
        var loss = Chart(window, "Matching loss");
        await SeePointsAsync(loss, Iterations);
        await SetAsync(window, loss);
        await Open(loss, "Export");

        var svg = XDocument.Parse(await SavedAsync(window, loss, "svg"));
        Assert.Equal("Matching loss", svg.Descendants().First(element => element.Name.LocalName == "title").Value);
        Assert.Contains(svg.Descendants(), element => element.Value == "Time since the start");
        Assert.True(svg.Descendants().Count(element => element.Name.LocalName == "path") > 5);
        Assert.StartsWith("\uFFFDPNG", await SavedAsync(window, loss, "png"), StringComparison.Ordinal);
        var shown = (await SavedAsync(window, loss, "csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith(",smoothed", shown[0], StringComparison.Ordinal);
        var all = (await SavedAsync(window, loss, "all")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("run,series,iteration,unix_seconds,value", all[0]);
        foreach (var rows in new[] { shown, all })
            Assert.Equal(Enumerable.Range(1, Iterations), rows.Skip(1).Select(row => int.Parse(row.Split(',')[2], CultureInfo.InvariantCulture)));
        await Open(loss, "Table");
        await Expect(loss.Locator("[data-table] tbody tr").First).ToContainTextAsync("Matching loss");
        Assert.InRange(await loss.Locator("[data-table] tbody tr").CountAsync(), 100, 210);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_file_of_every_point_is_whole_or_none()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        await using var window = await FinishedAsync(server);
        var loss = Chart(window, "Matching loss");
        await SeePointsAsync(loss, Iterations);
        var saved = 0;
        window.Page.Download += (_, _) => saved++;
        await Open(loss, "Export");
        var failed = loss.Locator("[data-failed]");
        await Expect(failed).ToBeHiddenAsync();

        await window.Page.RouteAsync("**/series.csv**", route => route.FulfillAsync(new RouteFulfillOptions { Status = 503 }));
        await loss.Locator("[data-export=all]").ClickAsync();
        await Expect(failed).ToHaveTextAsync("No file was saved: the points of Matching loss could not be read (HTTP 503).");
        await window.Page.UnrouteAsync("**/series.csv**");
        await window.Page.RouteAsync("**/series.csv**", route => route.AbortAsync());
        await loss.Locator("[data-export=all]").ClickAsync();
        await Expect(failed).ToHaveTextAsync("No file was saved: the points of Matching loss could not be read (no answer).");
        Assert.Equal(0, saved);

        await window.Page.UnrouteAsync("**/series.csv**");
        Assert.NotEmpty(await SavedAsync(window, loss, "all"));
        await Expect(failed).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_chart_says_that_its_history_is_being_read()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        await using var window = await FinishedAsync(server);
        var answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await window.Page.RouteAsync("**/series", async route =>
        {
            await answers.Task;
            await route.ContinueAsync();
        });
        await window.Page.ReloadAsync();
        var loss = Chart(window, "Matching loss");
        await Expect(loss.Locator("[data-reading]")).ToHaveTextAsync("Reading the history: 0 of 1 runs…");
        await Expect(loss.Locator("[data-none]")).ToBeHiddenAsync();

        answers.SetResult();

        await SeePointsAsync(loss, Iterations);
        await Expect(loss.Locator("[data-reading]")).ToBeHiddenAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_zoom_stands_still_until_the_live_edge_is_followed_again()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        var run = await client.SubmitAsync(TinySpec.Of(iterations: 20_000));
        await client.UntilIterationAsync(run, 50);
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.GotoAsync($"/runs/{run}?tab=charts&z.run=z10_30");
        var loss = Chart(window, "Matching loss");
        await SeePointsAsync(loss, 21);

        await client.UntilIterationAsync(run, (await client.SummaryAsync(run)).Iteration + 50);
        await SeePointsAsync(loss, 21);
        await loss.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Follow live" }).ClickAsync();

        await window.MorePointsThanAsync(50);
        await Expect(loss.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Follow live" })).ToBeHiddenAsync();
        await client.CommandAsync(run, "cancel");
        await client.UntilAsync(run, e => e is RunEnded);
        Assert.Empty(window.Complaints);
    }

    private async Task<Window> FinishedAsync(ServerProcess server)
    {
        using var client = new DashboardClient(server.Address);
        var run = await client.SubmitAsync(TinySpec.Of(Iterations));
        await client.UntilAsync(run, e => e is RunEnded);
        var window = await browser.OpenAsync(server.Address);
        await window.Page.GotoAsync($"/runs/{run}?tab=charts");
        return window;
    }

    /// <summary>Smoothed, on an axis of time, with every outlier: for this chart alone.</summary>
    private static async Task SetAsync(Window window, ILocator chart)
    {
        await Open(chart, "Settings");
        await chart.GetByLabel("kind of smoothing").SelectOptionAsync("Gaussian");
        await Expect(window.Page).ToHaveURLAsync(new Regex("c\\.loss=g"));
        await chart.Locator(".smooth input").FillAsync("0.5");
        await Expect(window.Page).ToHaveURLAsync(new Regex("c\\.loss=gs0\\.50"));
        await chart.GetByLabel("x axis").SelectOptionAsync("Relative");
        await Expect(window.Page).ToHaveURLAsync(new Regex("c\\.loss=rgs0\\.50"));
        await chart.GetByLabel("ignore outliers").UncheckAsync();
        await Expect(window.Page).ToHaveURLAsync(new Regex("c\\.loss=orgs0\\.50"));
        await Expect(chart.Locator("[data-outside]")).ToBeHiddenAsync();
    }

    private static ILocator Chart(Window window, string title) => window.Page.Locator(
        "figure.chart", new PageLocatorOptions { Has = window.Page.Locator(".chart-title", new PageLocatorOptions { HasTextRegex = new Regex($"^{title}$") }) });

    private static ILocator Badge(ILocator chart) => chart.Locator("[data-badge]");

    private static ILocator Plot(ILocator chart) => chart.Locator("[data-plot]");

    private static string Shown(int points) => string.Create(CultureInfo.InvariantCulture, $"showing {points:N0} of {points:N0} points");

    private static Task SeePointsAsync(ILocator chart, int points) => Expect(Badge(chart)).ToHaveTextAsync(Shown(points));

    private static Task Open(ILocator chart, string menu) => chart.Locator("summary", new LocatorLocatorOptions { HasText = menu }).ClickAsync();

    private static async Task DragAsync(Window window, ILocator chart, double from, double to)
    {
        var over = chart.Locator(".u-over");
        await over.ScrollIntoViewIfNeededAsync();
        var box = (await over.BoundingBoxAsync())!;
        var y = box.Y + (box.Height / 2);
        await window.Page.Mouse.MoveAsync((float)(box.X + (box.Width * from)), y);
        await window.Page.Mouse.DownAsync();
        await window.Page.Mouse.MoveAsync((float)(box.X + (box.Width * to)), y, new MouseMoveOptions { Steps = 4 });
        await window.Page.Mouse.UpAsync();
    }

    private static async Task<string> SavedAsync(Window window, ILocator chart, string kind)
    {
        var download = await window.Page.RunAndWaitForDownloadAsync(() => chart.Locator($"[data-export={kind}]").ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("z\\.run=z(?<from>[0-9.]+)_(?<to>[0-9.]+)")]
    private static partial Regex ZoomPattern();
}
