using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>What people type: wrong values are told where they stand, and text is never more than text.</summary>
public sealed class InputTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Every_fault_stands_at_its_field_and_nothing_typed_is_lost()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.GotoAsync("/runs/new");
        var perClass = Field(window, "Images per class");
        var augmentation = Field(window, "Augmentation").Last;
        await Field(window, "Name").FillAsync("Kept");
        await perClass.FillAsync("0");
        await augmentation.FillAsync("color_sparkle");

        await window.Button("Start").ClickAsync();

        await Expect(window.Page.Locator("ul.faults li")).ToHaveCountAsync(2);
        foreach (var (field, typed) in new[] { (perClass, "0"), (augmentation, "color_sparkle") })
        {
            await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(field).ToHaveValueAsync(typed);
            await Expect(window.Page.Locator(".option", new PageLocatorOptions { Has = field }).Locator(".fault-line")).ToBeVisibleAsync();
        }

        await Expect(Field(window, "Name")).ToHaveValueAsync("Kept");
        Assert.Empty(await client.ListAsync());
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Markup_in_names_and_notes_is_shown_as_text()
    {
        const string name = "<img src=x onerror=alert(1)>", notes = "<script>alert(2)</script><b>bold</b>";
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        await using var window = await browser.OpenAsync(server.Address);
        var run = await client.SubmitAsync(TinySpec.Of(iterations: 5, name) with { Notes = notes });

        await window.Page.GotoAsync("/runs");
        await Expect(window.Link(name)).ToHaveTextAsync(name);
        await window.OpenRunAsync(run);
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync(name);
        await window.Link("Config").ClickAsync();
        await Expect(window.Page.Locator(".notes")).ToHaveTextAsync(notes);
        await client.UntilAsync(run, e => e is RunEnded);
        await window.SeeStatusAsync(RunStatus.Completed);

        await Expect(window.Page.Locator("img[src=x], .notes b, .notes script")).ToHaveCountAsync(0);
        Assert.Empty(window.Complaints);
    }

    private static ILocator Field(Window window, string label) => window.Page.GetByLabel(label, new PageGetByLabelOptions { Exact = true });
}
