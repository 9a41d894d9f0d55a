using System.Globalization;
using System.Text.RegularExpressions;
using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>Two real runs that differ in the seed and one option, side by side.</summary>
public sealed partial class CompareTests(Browser browser) : IClassFixture<Browser>
{
    private const int Long = 120;
    private const int Short = 100;

    [Fact]
    public async Task Two_runs_are_compared_in_curves_parameters_matrix_and_images()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        var first = await client.SubmitAsync(TinySpec.Of(Long, "First"));
        var second = await client.SubmitAsync(TinySpec.Of(Short, "Second") with { Seed = 7 });
        await using var window = await browser.OpenAsync(server.Address);

        await window.Page.GotoAsync($"/compare?runs={first}");
        await AddByKeyboardAsync(window.Page, second);
        await SeeBothGrowAsync(window, client, first, second);
        await SeeWhatDiffersAsync(window);
        await SeeDifferencesAsync(window, client, first, second);
        await SeeImagesAsync(window, first, second);
        await SeeEveryOtherPartAsync(window);
        Assert.Empty(window.Complaints);
    }

    private static async Task AddByKeyboardAsync(IPage page, RunId second)
    {
        await Expect(page.GetByText("Choose at least two runs")).ToBeVisibleAsync();
        await page.Locator("#compare-search").FillAsync("second");
        await Expect(page.Locator("#compare-found [role=option]")).ToHaveCountAsync(1);
        await page.Locator("#compare-search").PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex(second.Value + "$"));
        await Expect(page.Locator(".compare-chip")).ToHaveCountAsync(2);
    }

    /// <summary>The page is open while the second run waits and works: its line comes without a reload.</summary>
    private static async Task SeeBothGrowAsync(Window window, DashboardClient client, RunId first, RunId second)
    {
        var loss = window.LossBadge;
        await Expect(loss).ToHaveTextAsync(new Regex($" of {Long + Short} points$"));
        await Expect(window.Page.Locator("figure.chart").Filter(new LocatorFilterOptions { HasText = "Matching loss" }).First.Locator(".u-legend th"))
            .ToHaveTextAsync(["Iteration", "A · First", "B · Second"]);
        foreach (var run in new[] { first, second }) await client.UntilAsync(run, e => e is RunEnded);
        await Expect(window.Page.Locator(".compare-chip .status")).ToHaveTextAsync(["Completed", "Completed"]);
    }

    private static async Task SeeWhatDiffersAsync(Window window)
    {
        await window.Link("Parameters").ClickAsync();
        await Expect(window.Page.Locator("tbody th code")).ToHaveTextAsync(["method.options.iterations", "seed"]);
        await Expect(window.Page.Locator("tbody tr").First.Locator("td")).ToHaveTextAsync(["120", "≠100"]);
        var csv = await File.ReadAllLinesAsync(await window.DownloadAsync("CSV"), TestContext.Current.CancellationToken);
        Assert.Equal(["Parameter,First,Second", "method.options.iterations,120,100", "seed,0,7"], csv.Take(3));
    }

    private static async Task SeeDifferencesAsync(Window window, DashboardClient client, RunId first, RunId second)
    {
        await window.Link("Matrix").ClickAsync();
        await window.Button("A − B").ClickAsync();
        var matrix = (await client.CompareAsync(first, second)).GetProperty("matrix");
        var expected = matrix.GetProperty("columns")[1].GetProperty("cells").EnumerateArray()
            .Select(cell => (cell.GetProperty("difference").GetDouble() * 100).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(3, expected.Count);
        await Expect(window.Page.Locator("table.compare-matrix tbody td")).ToHaveTextAsync(expected);
        await Expect(window.Page.Locator("table.compare-matrix tbody th")).ToContainTextAsync(
            matrix.GetProperty("networks").EnumerateArray().Select(network => network.GetString()!).ToList());
    }

    private static async Task SeeImagesAsync(Window window, RunId first, RunId second)
    {
        await window.Link("Images").ClickAsync();
        var pictures = window.Page.Locator(".compare-picture img");
        await Expect(pictures).ToHaveCountAsync(2);
        await window.Page.Locator(".compare-slider input").FillAsync("1");
        await SeeFramesAsync(pictures, $"{first}/synthetic-sets/50.png", $"{second}/synthetic-sets/50.png");
        await window.Page.Locator(".compare-slider input").FillAsync("3");       // 120, which the shorter run has not
        await SeeFramesAsync(pictures, $"{first}/synthetic-sets/120.png", $"{second}/synthetic-sets/100.png");
        await Expect(window.Page.Locator(".inexact")).ToHaveTextAsync("nearest stored: after iteration 100");

        await window.Page.Locator(".compare-slider input").FillAsync("0");
        await window.Page.GetByLabel("Class").SelectOptionAsync("ring");
        await window.Button("Swipe").ClickAsync();
        await SeeSwipeAsync(window.Page);
        foreach (var choice in new[] { "step=0", "class=ring", "way=swipe" }) await Expect(window.Page).ToHaveURLAsync(new Regex($"[?&]{choice}(&|$)"));
        await window.Page.ReloadAsync();
        await Expect(window.Button("Swipe")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(window.Page.GetByLabel("Class")).ToHaveValueAsync("ring");
        await SeeFramesAsync(window.Page.Locator(".swipe img"), $"{second}/synthetic-sets/0.png", $"{first}/synthetic-sets/0.png");
    }

    private static async Task SeeFramesAsync(ILocator pictures, params string[] ends)
    {
        foreach (var (place, end) in ends.Index())
        {
            await Expect(pictures.Nth(place)).ToHaveAttributeAsync("src", new Regex(Regex.Escape(end) + "$"));
            Assert.True(await pictures.Nth(place).EvaluateAsync<bool>("async image => { await image.decode(); return image.naturalWidth > 0; }"));
        }
    }

    /// <summary>The divider follows the keyboard.</summary>
    private static async Task SeeSwipeAsync(IPage page)
    {
        await page.Locator(".swipe input").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        Assert.Equal("0%", await page.Locator(".swipe").EvaluateAsync<string>("box => box.style.getPropertyValue('--cut')"));
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("1%", await page.Locator(".swipe").EvaluateAsync<string>("box => box.style.getPropertyValue('--cut')"));
    }

    private static async Task SeeEveryOtherPartAsync(Window window)
    {
        await window.Link("Scatter").ClickAsync();
        await Expect(window.Page.Locator(".plot-point")).ToHaveCountAsync(2);
        await window.Page.Locator(".plot-point").First.FocusAsync();
        await Expect(window.Page.Locator(".compare-chip.lit")).ToHaveCountAsync(1);      // one run stands out everywhere
        await window.Link("Parallel coordinates").ClickAsync();
        await Expect(window.Page.Locator(".parallel-run")).ToHaveCountAsync(2);
        await window.Link("Pareto").ClickAsync();
        await Expect(window.Page.GetByText(FrontPattern()).First).ToBeVisibleAsync();
        await window.Link("Cost").ClickAsync();
        await Expect(window.Page.Locator("tr", new PageLocatorOptions { HasText = "Iterations, or trainings" }).Locator("td")).ToHaveTextAsync(
            ["120", "100× 0.83", "220"]);
    }

    [GeneratedRegex("^On the front: [AB] · ")]
    private static partial Regex FrontPattern();
}
