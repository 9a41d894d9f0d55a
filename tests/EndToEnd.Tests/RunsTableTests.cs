using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>The table of runs as a team uses it, on two real runs.</summary>
public sealed class RunsTableTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Runs_are_found_grouped_tagged_deleted_and_brought_back()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        await using var window = await browser.OpenAsync(server.Address);
        var runs = new List<RunId>();
        foreach (var name in new[] { "Alpha", "Beta" }) runs.Add(await client.SubmitAsync(TinySpec.Of(iterations: 5, name)));
        foreach (var run in runs) await client.UntilAsync(run, e => e is RunEnded);

        await window.Page.GotoAsync("/runs");
        await Expect(Rows(window)).ToHaveCountAsync(2);
        await SeeFaultAsync(window);
        await FilterAsync(window);
        await GroupAsync(window);
        await TagAsync(window);
        await DeleteAsync(window, client);
        await ExportAsync(window);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_name_tags_and_notes_are_given_on_the_page_of_a_run()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        await using var window = await browser.OpenAsync(server.Address);
        var run = await client.SubmitAsync(TinySpec.Of(iterations: 5, "Alpha"));
        await client.UntilAsync(run, e => e is RunEnded);
        await window.OpenRunAsync(run);

        await window.Button("Rename").ClickAsync();
        await window.Page.Locator("#run-name").FillAsync("Gamma");
        await window.Page.Locator("#run-name").PressAsync("Enter");
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Gamma");
        Assert.Equal("Gamma", (await client.SummaryAsync(run)).Name);
        await window.Button("Add tag").ClickAsync();
        await window.Page.Locator("#run-tag").FillAsync("poc");
        await window.Page.Locator("#run-tag").PressAsync("Enter");
        await Expect(window.Page.Locator(".run-tags li.tag a")).ToHaveTextAsync("poc");

        await window.Link("Notes").ClickAsync();
        await window.Button("Edit notes").ClickAsync();
        await window.Page.Locator("#notes-text").FillAsync("# Seen\n\n<b>not bold</b> but **bold**");
        await window.Button("Save").ClickAsync();
        await Expect(window.Page.Locator(".markdown h3")).ToHaveTextAsync("Seen");
        await Expect(window.Page.Locator(".markdown b")).ToHaveCountAsync(0);
        await Expect(window.Page.Locator(".markdown strong")).ToHaveTextAsync("bold");
        await window.Page.ReloadAsync();
        await Expect(window.Page.Locator(".markdown h3")).ToHaveTextAsync("Seen");
        Assert.Empty(window.Complaints);
    }

    private static ILocator Rows(Window window) => window.Page.Locator("tr.table-row th.name a");

    private static ILocator Query(Window window) => window.Page.Locator("#runs-query");

    private static async Task SeeFaultAsync(Window window)
    {
        await Query(window).FillAsync("acuracy > 1");
        await Expect(window.Page.Locator("#query-fault mark")).ToHaveTextAsync("acuracy");
        await Expect(window.Page.Locator("#query-fault")).ToContainTextAsync("Is accuracy meant?");
        await Query(window).FillAsync("");
        await Expect(Rows(window)).ToHaveCountAsync(2);
    }

    private static async Task FilterAsync(Window window)
    {
        await Query(window).FillAsync("name ~ alp");
        await Expect(Rows(window)).ToHaveTextAsync(["Alpha"]);
        await window.Page.ReloadAsync();                // the address says it all
        await Expect(Rows(window)).ToHaveTextAsync(["Alpha"]);
        await window.Page.Locator(".query-chips button").ClickAsync();
        await Expect(Rows(window)).ToHaveCountAsync(2);
        await window.Page.Locator(".cell-filter", new PageLocatorOptions { HasText = "distribution-matching" }).First.ClickAsync();
        await Expect(window.Page.Locator(".query-chips code")).ToHaveTextAsync(["method = \"distribution-matching\""]);
        await window.Page.Locator(".query-chips button").ClickAsync();
    }

    private static async Task GroupAsync(Window window)
    {
        await window.Page.Locator("#runs-group").SelectOptionAsync("data");
        await Expect(window.Page.Locator("tr.group-row")).ToContainTextAsync("n = 2");
        await window.Page.Locator(".group-button").ClickAsync();
        await Expect(Rows(window)).ToHaveCountAsync(2);
        await window.Page.Locator("#runs-group").SelectOptionAsync("");
        await Expect(window.Page.Locator("tr.group-row")).ToHaveCountAsync(0);
    }

    private static async Task TagAsync(Window window)
    {
        await window.Page.GetByLabel("Select every matching run").CheckAsync();
        await Expect(window.Page.Locator(".bulk-bar")).ToContainTextAsync("2 selected");
        await window.Page.Locator("#bulk-tag").FillAsync("poc");
        await window.Button("Add tag").ClickAsync();
        await Expect(window.Page.Locator("button.tag")).ToHaveTextAsync(["poc", "poc"]);
        await window.Button("Clear selection").ClickAsync();
        await Expect(window.Page.Locator(".bulk-bar")).ToBeHiddenAsync();
    }

    private static async Task DeleteAsync(Window window, DashboardClient client)
    {
        await window.Page.GetByLabel("Select Beta").CheckAsync();
        await window.Button("Delete (1)").ClickAsync();
        await Expect(window.Page.Locator(".mud-dialog")).ToContainTextAsync("checkpoints");
        await window.Page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Delete" }).ClickAsync();
        await Expect(Rows(window)).ToHaveTextAsync(["Alpha"]);
        Assert.Single(await client.ListAsync());
        await window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Undo" }).ClickAsync();
        await Expect(Rows(window)).ToHaveCountAsync(2);
        Assert.Equal(2, (await client.ListAsync()).Count);
    }

    private static async Task ExportAsync(Window window)
    {
        await window.Page.Locator("summary", new PageLocatorOptions { HasText = "Export" }).ClickAsync();
        var lines = await File.ReadAllLinesAsync(await window.DownloadAsync("CSV"), TestContext.Current.CancellationToken);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("id,name,status,", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains(",Beta,completed,", StringComparison.Ordinal));
        var parquet = await File.ReadAllBytesAsync(await window.DownloadAsync("Parquet"), TestContext.Current.CancellationToken);
        Assert.Equal("PAR1", System.Text.Encoding.ASCII.GetString(parquet, 0, 4));
    }
}
