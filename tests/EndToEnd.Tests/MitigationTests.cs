using System.Globalization;
using System.Text.RegularExpressions;
using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>The mitigation lab from its form to its table, and a batch whose server dies.</summary>
public sealed partial class MitigationTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_person_writes_a_batch_and_reads_its_matrix_its_curves_and_its_table()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.GotoAsync("/mitigate");
        await WriteAsync(window);

        await window.Button("Start").ClickAsync();

        await Expect(window.Page).ToHaveURLAsync(new Regex("/mitigate/[0-9a-z-]+$"));
        var run = Assert.Single(await client.ListAsync()).Id;
        await Expect(window.Page.Locator("table.lab-matrix td.score")).ToHaveCountAsync(3);
        await window.SeeStatusAsync(RunStatus.Completed);
        await SeeCurvesAsync(window, await client.EventsAsync(run));
        await window.Link("Matrix").ClickAsync();
        var csv = await File.ReadAllLinesAsync(await window.DownloadAsync("CSV"), TestContext.Current.CancellationToken);
        Assert.Equal(1 + 3, csv.Length);
        Assert.StartsWith("network,recipe,set,repeat,accuracy", csv[0], StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_batch_of_a_killed_server_goes_on_and_trains_no_finished_cell_again()
    {
        const int repeats = 8;
        using var folder = new StorageDirectory();
        await using var killed = await ServerProcess.StartAsync(folder.Path);
        await using var window = await browser.OpenAsync(killed.Address);
        RunId run;
        using (var before = new DashboardClient(killed.Address))
        {
            run = await before.SubmitAsync(TinyBatch.Of(repeats));
            await window.Page.GotoAsync($"/mitigate/{run}");
            var trained = 0;
            await before.UntilAsync(run, e => e is CellTrained && ++trained == 4);
            await killed.KillAsync();
        }

        await using var server = await ServerProcess.StartAsync(folder.Path, killed.Address.Port);
        using var client = new DashboardClient(server.Address);
        await window.SeeStatusAsync(RunStatus.Interrupted);
        var kept = await client.EventsAsync(run);
        Assert.InRange(kept.OfType<CellTrained>().Count(), 1, (3 * repeats) - 1);
        await window.Button("Resume").ClickAsync();
        await window.SeeStatusAsync(RunStatus.Completed);

        var events = await client.EventsAsync(run);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(seq => (long)seq), events.Select(e => e.Seq));
        Assert.Equal(kept.OfType<CellTrained>(), events.OfType<CellTrained>().Take(kept.OfType<CellTrained>().Count()));
        Assert.Equal(MitigationPlan.Cells(TinyBatch.Of(repeats)), events.OfType<CellTrained>().Select(trained => trained.Cell));
        await Expect(window.Page.Locator("table.lab-matrix td.score small")).ToHaveTextAsync(Enumerable.Repeat($"({repeats})", 3));
    }

    /// <summary>Two made images of 16 × 16 per class, a narrow ResNet-18, the baseline and the full recipe.</summary>
    private static async Task WriteAsync(Window window)
    {
        var page = window.Page;
        await page.GetByLabel("A few real images").CheckAsync();
        await page.Locator("#data-name").SelectOptionAsync("shapes");
        foreach (var (label, value) in new[] { ("Images per class", 2), ("Train images per class", 20), ("Image size", 16) })
            await FillAsync(page.GetByLabel(label, new PageGetByLabelOptions { Exact = true }), value);
        await page.GetByText("Options of ConvNet", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await FillAsync(page.GetByLabel("Width", new PageGetByLabelOptions { Exact = true }).Locator("visible=true"), 8);
        foreach (var chip in new[] { "AlexNet", "VGG-11" }) await Chip(window, chip).ClickAsync();
        var tested = page.Locator(".test-network");
        await Expect(tested).ToHaveCountAsync(1);
        await tested.GetByText("Options of ResNet-18").ClickAsync();
        await FillAsync(tested.GetByLabel("Width", new LocatorGetByLabelOptions { Exact = true }), 4);
        foreach (var recipe in new[] { "Baseline at equal budget", "w/o DP & KD", "w/o DP", "w/o KD" })
            await page.Locator(".recipes").GetByLabel(recipe, new LocatorGetByLabelOptions { Exact = true }).UncheckAsync();
        foreach (var (label, value) in new[] { ("Base epochs", 8), ("Repeats", 1), ("Validation images", 20), ("Sub-networks", 2) })
            await FillAsync(page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = label, Exact = true }), value);
        await Expect(page.Locator(".start-line")).ToContainTextAsync("3 trainings, 48 epochs");
    }

    private static ILocator Chip(Window window, string name) =>
        window.Page.Locator(".chip-button", new PageLocatorOptions { HasTextRegex = new Regex($"^\\s*{name}\\s*$") });

    private static Task FillAsync(ILocator field, int value) => field.FillAsync(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The keep rate of the full recipe is drawn, and what was chosen outlives a reload.</summary>
    private static async Task SeeCurvesAsync(Window window, IReadOnlyList<RunEvent> events)
    {
        await window.Link("Curves").ClickAsync();
        var title = window.Page.Locator(".chart-title", new PageLocatorOptions { HasText = "Keep rate" });
        var chart = window.Page.Locator("figure.chart", new PageLocatorOptions { Has = title });
        var rates = events.OfType<Measured>().SelectMany(e => e.Values)
            .Where(value => value.Key.EndsWith("/" + Series.KeepRate, StringComparison.Ordinal)).ToList();
        Assert.Contains(rates, rate => rate.Value < 1);
        await Expect(chart.Locator("[data-badge]")).ToHaveTextAsync($"showing {rates.Count} of {rates.Count} points");
        await Expect(chart.Locator("canvas")).ToBeVisibleAsync();

        var trainingNetwork = window.Page.GetByRole(AriaRole.Group, new PageGetByRoleOptions { Name = "Networks", Exact = true }).Locator("button").First;
        await Expect(trainingNetwork).ToHaveAttributeAsync("aria-pressed", "false");
        await trainingNetwork.ClickAsync();
        await Expect(trainingNetwork).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(window.Page).ToHaveURLAsync(new Regex("cells=0\\.1-"));
        await window.Page.ReloadAsync();
        await Expect(trainingNetwork).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(chart.Locator("[data-badge]")).ToHaveTextAsync(PointsPattern());
    }

    [GeneratedRegex("^showing [0-9]+ of [0-9]+ points$")]
    private static partial Regex PointsPattern();
}
