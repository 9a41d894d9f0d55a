using Contracts;
using Dashboard.Server.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>A person brings images of their own, sees what came, and starts a run on them.</summary>
public sealed class DataSetTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_small_zip_is_uploaded_looked_at_and_run_on()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.GotoAsync("/datasets");
        await window.Link("Register a data set").ClickAsync();
        await UploadAsync(window, TinyPng.Zip([.. TinyPng.Pets(16), ("cats/broken.png", "no image"u8.ToArray())]));
        await Expect(window.Page.Locator("ul.faults li")).ToContainTextAsync("broken.png");

        await UploadAsync(window, TinyPng.Zip(TinyPng.Pets(16)));

        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("pets");
        await Expect(window.Page.Locator(".class-table tbody th")).ToHaveTextAsync(["cats", "dogs"]);
        var strips = window.Page.Locator("svg.class-strip image");
        await Expect(strips).ToHaveCountAsync(2);
        var sheet = await strips.First.GetAttributeAsync("href");
        Assert.True(await window.Page.EvaluateAsync<bool>("async address => { const i = new Image(); i.src = address; await i.decode(); return i.naturalWidth === 128; }", sheet));

        await window.Link("Start a run on it").ClickAsync();
        await Expect(window.Page.Locator("#data-name")).ToHaveValueAsync("pets");
        var tiny = TinySpec.Of(iterations: 3);
        var run = await client.SubmitAsync(tiny with { Data = new DataSpec { Name = "pets", ValidationFraction = 0 } });
        Assert.Equal(RunStatus.Completed, ((RunEnded)await client.UntilAsync(run, e => e is RunEnded)).Status);
        await window.Page.GotoAsync("/datasets/pets");
        await Expect(window.Page.GetByText("1 runs")).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    private static async Task UploadAsync(Window window, byte[] zip)
    {
        var chooser = window.Page.GetByLabel("File", new PageGetByLabelOptions { Exact = true });
        await Expect(chooser).ToBeEnabledAsync();
        await chooser.SetInputFilesAsync(new FilePayload { Name = "Pets.zip", MimeType = "application/zip", Buffer = zip });
        await Expect(window.Page.Locator("#set-name")).ToHaveValueAsync("pets");
        await window.Button("Register").ClickAsync();
    }
}
