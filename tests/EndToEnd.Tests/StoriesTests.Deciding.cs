using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>M9 to M11: what people learn from runs that have ended.</summary>
public sealed partial class StoriesTests
{
    private const int Seeds = 3;
    private const string Options = "method.options.realBatch";

    [Fact]
    public async Task M9_to_M11_Runs_are_compared_grouped_over_seeds_and_mitigated()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        await using var window = await browser.OpenAsync(server.Address);
        foreach (var batch in new[] { 4, 8 })
        {
            for (var seed = 0; seed < Seeds; seed++) await client.SubmitAsync(Variant(batch, seed));
        }

        foreach (var run in await client.ListAsync()) await client.UntilAsync(run.Id, e => e is RunEnded);
        await SeeSpreadOverSeedsAsync(window, client);
        await CompareTwoAsync(window);
        await MitigateAsync(window, client);
        Assert.Empty(window.Complaints);
    }

    private static RunSpec Variant(int batch, int seed)
    {
        var spec = TinySpec.Of(150, $"Batch {batch}, seed {seed}");
        var options = new Dictionary<string, JsonElement>(spec.Method.Options) { ["realBatch"] = JsonSerializer.SerializeToElement(batch) };
        return spec with { Seed = seed, Method = spec.Method with { Options = options } };
    }

    /// <summary>M10: runs that differ in nothing but their seed are one row, with mean, deviation and n.</summary>
    private static async Task SeeSpreadOverSeedsAsync(Window window, DashboardClient client)
    {
        await window.Page.GotoAsync("/runs");
        await window.Page.Locator("#runs-group").SelectOptionAsync("config");
        var groups = window.Page.Locator("tr.group-row");
        await Expect(groups).ToHaveCountAsync(2);
        await Expect(groups.Locator(".badge")).ToHaveTextAsync([$"n = {Seeds}", $"n = {Seeds}"]);
        var accuracies = (await client.ListAsync()).GroupBy(run => run.Name.Split(',')[0]).Select(group => group.Average(run => run.Accuracy!.Mean));
        foreach (var mean in accuracies)
        {
            await Expect(groups.Filter(new LocatorFilterOptions { HasText = (mean * 100).ToString("0.0", CultureInfo.InvariantCulture) + " ± " }).First)
                .ToBeVisibleAsync();
        }

        await groups.First.Locator(".group-button").ClickAsync();
        await Expect(window.Page.Locator("tr.table-row")).ToHaveCountAsync(Seeds);
        await Pictures.TakeAsync(window, "m10-seeds", height: 560);
        await window.Page.Locator("#runs-group").SelectOptionAsync("");
        await Expect(window.Page.Locator("tr.table-row")).ToHaveCountAsync(2 * Seeds);
    }

    /// <summary>M9: two ticked runs, their curves in one chart, the one parameter that differs, both matrices, images of one step.</summary>
    private static async Task CompareTwoAsync(Window window)
    {
        var page = window.Page;
        foreach (var batch in new[] { 4, 8 }) await page.GetByLabel($"Select Batch {batch}, seed 0").CheckAsync();
        await Pictures.TakeAsync(window, "m09-ticked", height: 620);
        await window.Link("Compare (2)").ClickAsync();
        await Expect(window.LossBadge).ToHaveTextAsync(new Regex(" of 300 points$"));
        await Expect(page.Locator("figure.chart").First.Locator(".u-legend th")).ToHaveCountAsync(3);
        await Pictures.TakeAsync(window, "m09-curves");
        await window.Link("Parameters").ClickAsync();
        await Expect(page.Locator("tbody th code")).ToHaveTextAsync([Options]);
        await Pictures.TakeAsync(window, "m09-parameters", height: 520);
        await window.Link("Matrix").ClickAsync();
        await Expect(page.Locator("table.compare-matrix tbody tr")).ToHaveCountAsync(3);
        await Pictures.TakeAsync(window, "m09-matrix", height: 640);
        await window.Link("Images").ClickAsync();
        await page.Locator(".compare-slider input").FillAsync("2");
        var pictures = page.Locator(".compare-picture img");
        foreach (var place in new[] { 0, 1 }) await Expect(pictures.Nth(place)).ToHaveAttributeAsync("src", new Regex("/synthetic-sets/100\\.png"));
        await Pictures.TakeAsync(window, "m09-images");
        await Pictures.TakeAsync(window, "m09-images-phone", page.Locator("nav.tabs"), width: 375, height: 760);
    }

    /// <summary>M11: the set of a run, a larger network, two recipes, and what each closes of the gap.</summary>
    private static async Task MitigateAsync(Window window, DashboardClient client)
    {
        var page = window.Page;
        var run = (await client.ListAsync()).Single(found => found.Name == "Batch 8, seed 0");
        await window.OpenRunAsync(run.Id);
        await page.Locator(".run-buttons").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Mitigate" }).ClickAsync();
        await Expect(page.Locator("#set-run")).ToHaveValueAsync(run.Id.Value);
        foreach (var chip in new[] { "AlexNet", "VGG-11" })
            await page.Locator(".chip-button", new PageLocatorOptions { HasTextRegex = new Regex($"^\\s*{chip}\\s*$") }).ClickAsync();
        var tested = page.Locator(".test-network");
        await Expect(tested).ToHaveCountAsync(1);
        await tested.GetByText("Options of ResNet-18").ClickAsync();
        await tested.GetByLabel("Width", new LocatorGetByLabelOptions { Exact = true }).FillAsync("4");
        foreach (var recipe in new[] { "w/o DP & KD", "w/o DP", "w/o KD" })
            await page.Locator(".recipes").GetByLabel(recipe, new LocatorGetByLabelOptions { Exact = true }).UncheckAsync();
        foreach (var (label, value) in new[] { ("Base epochs", "12"), ("Repeats", "2"), ("Validation images", "20"), ("Sub-networks", "2") })
            await page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = label, Exact = true }).FillAsync(value);
        await page.Keyboard.PressAsync("Tab");
        await Pictures.TakeAsync(window, "m11-lab", page.Locator("section.card").Nth(1));
        await window.Button("Start").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/mitigate/[0-9a-z-]+$"));
        await window.SeeStatusAsync(RunStatus.Completed);
        await SeeGapAsync(window);
    }

    private static async Task SeeGapAsync(Window window)
    {
        var cells = window.Page.Locator("table.lab-matrix td.score");
        await Expect(cells).ToHaveCountAsync(4);
        await Expect(cells.Locator("small")).ToHaveTextAsync(Enumerable.Repeat("(2)", 4));
        await Expect(cells.Filter(new LocatorFilterOptions { HasTextRegex = new Regex("gap [+−-]?[0-9.]+") })).ToHaveCountAsync(4);
        await Pictures.TakeAsync(window, "m11-table");
        await window.Link("Ablation").ClickAsync();
        await Expect(window.Page.Locator("figure.chart")).ToContainTextAsync("Test accuracy by recipe");
        await Pictures.TakeAsync(window, "m11-ablation", height: 760);
        await Pictures.TakeAsync(window, "m11-ablation-dark", dark: true, height: 760);
    }
}
