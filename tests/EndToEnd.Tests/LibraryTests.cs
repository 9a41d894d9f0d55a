using System.IO.Compression;
using System.Security.Cryptography;
using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>A set of a real run goes into the library, becomes the one in production, is taken home, and outlives its run.</summary>
public sealed class LibraryTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_finished_run_becomes_a_version_that_is_moved_downloaded_and_outlives_it()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        await using var window = await browser.OpenAsync(server.Address);
        var run = await client.SubmitAsync(TinySpec.Of(iterations: 5));
        await client.UntilAsync(run, e => e is RunEnded);

        await window.Page.GotoAsync($"/runs/{run}?tab=files");
        await window.Button("Register version").ClickAsync();
        await window.Page.GetByLabel("Name in the library").FillAsync("tiny-shapes");
        await window.Page.GetByLabel("Note (optional)").FillAsync("the first");
        await window.Page.GetByLabel("Your name (optional)").FillAsync("Ada");
        await window.Button("Register").ClickAsync();
        await window.Link("tiny-shapes v1").ClickAsync();

        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("tiny-shapes v1");
        await window.SeePictureAsync();
        await Expect(window.Page.GetByLabel("Your name (optional)")).ToHaveValueAsync("Ada");
        await window.Button("Move production here").ClickAsync();
        await Expect(window.Page.Locator(".run-title .alias-production")).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".history")).ToContainTextAsync("production moved to version 1 by Ada");

        await window.Link("Files").ClickAsync();
        var zip = await window.DownloadAsync("tiny-shapes-v1.zip");
        var told = await window.Page.Locator(".library-files tr", new PageLocatorOptions { HasText = "v1.zip" }).Locator(".hash").TextContentAsync();
        Assert.Equal(told, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(zip, TestContext.Current.CancellationToken))));
        using (var archive = ZipFile.OpenRead(zip)) Assert.NotNull(archive.GetEntry("load.py"));

        await window.OpenRunAsync(run);
        await window.Button("Delete").ClickAsync();
        await Expect(window.Page.Locator(".mud-dialog")).ToContainTextAsync("tiny-shapes v1");
        await window.Page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Delete" }).ClickAsync();
        await Expect(window.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/runs$"));
        await window.Page.GotoAsync("/library/tiny-shapes/production");
        await window.SeePictureAsync();
        await window.Link("Lineage").ClickAsync();
        await Expect(window.Page.Locator(".lineage")).ToContainTextAsync("deleted");
        await window.Page.GotoAsync("/library");
        await Expect(window.Page.Locator(".set-card")).ToContainTextAsync("tiny-shapes");
        Assert.Empty(window.Complaints);
    }
}
