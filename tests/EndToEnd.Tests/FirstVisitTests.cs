using System.IO.Compression;
using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>What a person meets who has just started the server.</summary>
public sealed class FirstVisitTests(Browser browser) : IClassFixture<Browser>
{
    private const int Iterations = 1000;

    [Fact]
    public async Task A_person_writes_a_run_and_watches_it_to_its_end()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.GotoAsync("/runs");
        await Expect(window.Button("Try the demo")).ToBeVisibleAsync();

        await WriteAsync(window, TinySpec.Of(Iterations), name: "My first run");
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("My first run");
        var run = Assert.Single(await client.ListAsync()).Id;

        await SeeItGrowAsync(window);
        await window.SeeStatusAsync(RunStatus.Completed);
        await window.SeePointsAsync(Iterations);
        Assert.Equal(Iterations, await client.PointsAsync(run, Series.MatchingLoss));
        await SeeFramesAsync(window);
        await SeeMatrixAsync(window);
        await SeeFilesAsync(window, run);
        Assert.Empty(window.Complaints);
    }

    private static async Task WriteAsync(Window window, RunSpec spec, string name)
    {
        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "New run" }).First.ClickAsync();
        await window.Button("JSON").ClickAsync();
        await window.Page.Locator("#spec-json").FillAsync(System.Text.Json.JsonSerializer.Serialize(spec, ContractsJson.Default.RunSpec));
        await window.Button("Form").ClickAsync();
        await window.Page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync(name);
        await window.Button("Start").ClickAsync();
    }

    private static async Task SeeItGrowAsync(Window window)
    {
        await window.SeeStatusAsync(RunStatus.Running);
        var first = await window.PointsAsync();
        await window.MorePointsThanAsync(first);
        await window.SeePictureAsync();
    }

    private static async Task SeeFramesAsync(Window window)
    {
        var slider = window.Page.GetByLabel("Stored frame");
        await window.SeeFrameAsync(Iterations);
        await slider.FillAsync("0");
        await window.SeeFrameAsync(0);
        await slider.FillAsync("2");
        await window.SeeFrameAsync(100);
        await Expect(window.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("step=100"));
    }

    private static async Task SeeMatrixAsync(Window window)
    {
        var rows = window.Page.Locator("table.matrix tbody tr");
        await Expect(rows).ToHaveCountAsync(3);
        foreach (var row in await rows.AllAsync())
        {
            await Expect(row.Locator("td.score")).ToHaveCountAsync(2);
            await Expect(row.Locator("td.score").First).ToContainTextAsync("(2)");
        }
    }

    private static async Task SeeFilesAsync(Window window, RunId run)
    {
        await window.Link("Files").ClickAsync();
        var npz = await File.ReadAllBytesAsync(await window.DownloadAsync("synthetic-set.npz"), TestContext.Current.CancellationToken);
        Assert.StartsWith("PK", System.Text.Encoding.ASCII.GetString(npz, 0, 2), StringComparison.Ordinal);

        await using var archive = await ZipFile.OpenReadAsync(await window.DownloadAsync("synthetic-set.zip"), TestContext.Current.CancellationToken);
        var names = archive.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains(names, name => name.EndsWith("synthetic.npz", StringComparison.Ordinal));
        Assert.Contains(names, name => name.EndsWith("README.md", StringComparison.Ordinal));
        Assert.True(names.Count(name => name.EndsWith(".png", StringComparison.Ordinal)) >= 20, string.Join('\n', names));
        Assert.All(archive.Entries, entry => Assert.False(entry.FullName.StartsWith('/') || entry.FullName.Contains("..", StringComparison.Ordinal), run.Value));
    }
}
