using System.Text.RegularExpressions;
using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>The first page, and what surrounds every page.</summary>
public sealed partial class HomeTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task The_first_page_shows_what_runs_waits_and_needs_a_person()
    {
        using var folder = new StorageDirectory();
        await using var killed = await ServerProcess.StartAsync(folder.Path);
        var port = killed.Address.Port;
        await using var window = await browser.OpenAsync(killed.Address);
        using (var client = new DashboardClient(killed.Address))
        {
            var done = await client.SubmitAsync(TinySpec.Of(60, "Done"));
            await client.UntilAsync(done, e => e is RunEnded);
            var active = await client.SubmitAsync(TinySpec.Of(100_000, "Active"));
            await client.SubmitAsync(TinySpec.Of(50, "Waiting run"));
            await client.UntilIterationAsync(active, 60);
        }

        await window.Page.GotoAsync("/");
        var card = window.Page.Locator(".running-card");
        await Expect(card.Locator("h3")).ToHaveTextAsync("Active");
        await Expect(card.Locator("svg.spark")).ToBeVisibleAsync();
        await Expect(card.Locator("img")).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".device-card meter").First).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".home-waiting li")).ToContainTextAsync("Waiting run");
        await Expect(window.Page.Locator("tbody tr")).ToContainTextAsync("Done");
        Assert.Empty(window.Complaints);

        await killed.KillAsync();
        await using var server = await ServerProcess.StartAsync(folder.Path, port);
        var needs = window.Page.Locator(".need-interrupted");
        await Expect(needs).ToContainTextAsync("Active");
        await needs.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(needs).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_search_finds_a_run_and_a_page_without_a_mouse()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        await using var window = await browser.OpenAsync(server.Address);
        var run = await client.SubmitAsync(TinySpec.Of(30, "Needle in hay"));
        await window.Page.GotoAsync("/help");
        await Expect(window.Page.Locator("h1")).ToBeVisibleAsync();
        await window.SeeKeysAsync();
        await window.Page.Keyboard.PressAsync("Control+k");
        await Expect(window.Page.Locator("#quick-search")).ToBeFocusedAsync();
        await window.Page.Keyboard.TypeAsync("needle");
        await Expect(window.Page.Locator("#quick-found li")).ToHaveCountAsync(1);
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page).ToHaveURLAsync(new Regex($"/runs/{run}$"));

        await window.Page.Locator("h1").ClickAsync();
        await window.Page.Keyboard.PressAsync("g");
        await window.Page.Keyboard.PressAsync("q");
        await Expect(window.Page).ToHaveURLAsync(QueueAddress());
        await window.Page.Keyboard.PressAsync("?");
        await Expect(window.Page.Locator("dialog.keys")).ToBeVisibleAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(window.Page.Locator("dialog.keys")).ToBeHiddenAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Wishes_are_kept_and_painted_at_once_after_a_reload()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.GotoAsync("/settings");
        await window.Page.Locator("#set-theme").SelectOptionAsync("dark");
        await window.Page.Locator("#set-zone").SelectOptionAsync("Asia/Tokyo");
        await window.Page.Locator("#set-density").SelectOptionAsync("compact");

        // A reload at once overtakes the server's answer, not the wish; and what the server sends already has it: nothing flashes.
        var body = await (await window.Page.ReloadAsync())!.TextAsync();
        Assert.Matches("<html[^>]* data-theme=\"dark\"[^>]* data-density=\"compact\"", body);
        await Expect(window.Page.Locator("#set-zone")).ToHaveValueAsync("Asia/Tokyo");
        var time = window.Page.Locator(".help time");
        var shown = DateTimeOffset.Parse((await time.GetAttributeAsync("datetime"))!, System.Globalization.CultureInfo.InvariantCulture).AddHours(9);
        await Expect(time).ToHaveTextAsync(shown.ToString("g", System.Globalization.CultureInfo.GetCultureInfo("en")));
        await Expect(time).ToHaveAttributeAsync("title", UtcText());

        await window.Page.Locator("#set-numbers").SelectOptionAsync("de");
        await Expect(window.Page.Locator("#set-numbers")).ToHaveValueAsync("de");
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Settings");
        await Expect(time).ToHaveTextAsync(GermanTime());
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_server_that_is_read_only_shows_everything_and_says_why_it_changes_nothing()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path, 0, "--Access:ReadOnly", "true");
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.GotoAsync("/");
        await Expect(window.Page.Locator(".read-only")).ToBeVisibleAsync();
        await Expect(window.Button("Try the demo")).ToBeDisabledAsync();
        await window.Page.GotoAsync("/runs/new");
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Not allowed here");
        await window.Page.GotoAsync("/queue");
        await Expect(window.Button("Drain")).ToBeDisabledAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task On_a_phone_the_bar_opens_a_sheet_with_every_page()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.SetViewportSizeAsync(375, 700);
        await window.Page.GotoAsync("/");
        var settings = window.Link("Settings");
        await Expect(settings).ToBeHiddenAsync();
        await window.Button("More").ClickAsync();
        await settings.ClickAsync();
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Settings");
        await Expect(settings).ToBeHiddenAsync();
        Assert.Equal(375, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [GeneratedRegex("/queue$")]
    private static partial Regex QueueAddress();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$")]
    private static partial Regex UtcText();

    [GeneratedRegex(@"^\d\d\.\d\d\.\d{4} \d\d:\d\d$")]
    private static partial Regex GermanTime();
}
