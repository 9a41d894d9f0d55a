using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Contracts;
using Microsoft.Playwright;

namespace EndToEnd.Tests;

/// <summary>What a person sees and does, and every complaint of the browser meanwhile.</summary>
internal sealed partial class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    public Window(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => _complaints.Enqueue("error: " + error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "assert") _complaints.Enqueue("console: " + message.Text);
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400) _complaints.Enqueue($"{response.Status}: {response.Url}");
        };
        page.Dialog += (_, dialog) =>
        {
            _complaints.Enqueue("dialog: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>Errors, failed requests, breaches of the content security policy (the console tells them) and dialogs.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    public ILocator Status => Page.Locator(".run-title .status");

    public ILocator LossBadge => Page.Locator("figure.chart", new PageLocatorOptions { HasText = "Matching loss" }).First.Locator("[data-badge]");

    public ILocator Picture => Page.Locator("img.pixels").First;

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Waits until the page listens to the keys of every page: its search button names its own then.</summary>
    public Task SeeKeysAsync() => Assertions.Expect(Page.Locator(".search-button")).ToHaveAttributeAsync("aria-keyshortcuts", "Control+K");

    public Task OpenRunAsync(RunId run) => Page.GotoAsync($"/runs/{run}");

    public Task SeeStatusAsync(RunStatus status) => Assertions.Expect(Status).ToHaveTextAsync(status.ToString());

    /// <summary>Waits until the loss chart says that it knows so many points.</summary>
    public Task SeePointsAsync(int points) =>
        Assertions.Expect(LossBadge).ToHaveTextAsync(new Regex($" of {points.ToString("N0", CultureInfo.InvariantCulture)} points$"));

    /// <summary>How many points the loss chart knows once it has any.</summary>
    public async Task<int> PointsAsync()
    {
        await Assertions.Expect(LossBadge).ToHaveTextAsync(BadgePattern());
        var text = await LossBadge.TextContentAsync();
        return int.Parse(BadgePattern().Match(text!).Groups["total"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until the chart knows more points than it did.</summary>
    public async Task<int> MorePointsThanAsync(int before)
    {
        var text = await LossBadge.TextContentAsync();
        int now;
        while ((now = await PointsAsync()) <= before)
        {
            await Assertions.Expect(LossBadge).Not.ToHaveTextAsync(text!);
            text = await LossBadge.TextContentAsync();
        }

        return now;
    }

    /// <summary>Waits until the picture shows the set after an iteration, and its pixels have arrived.</summary>
    public async Task SeeFrameAsync(int iteration)
    {
        await Assertions.Expect(Picture).ToHaveAttributeAsync("src", new Regex($"/{iteration}\\.png$"));
        await SeePictureAsync();
    }

    /// <summary>Waits for a picture whose pixels have arrived.</summary>
    public async Task SeePictureAsync()
    {
        await Assertions.Expect(Picture).ToBeVisibleAsync();
        Assert.True(await Picture.EvaluateAsync<bool>("async image => { await image.decode(); return image.naturalWidth > 0; }"));
    }

    /// <summary>The file behind a link.</summary>
    public async Task<string> DownloadAsync(string link)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => Link(link).ClickAsync());
        return await download.PathAsync();
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    [GeneratedRegex("of (?<total>[0-9,]+) points$")]
    private static partial Regex BadgePattern();
}
