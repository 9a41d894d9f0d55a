using Contracts;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>Every page with real content, in both themes, on a desk and on a phone: axe finds nothing serious, and nothing is wider than the screen.</summary>
public sealed class AccessibilityTests(Browser browser, Furnished dashboard) : IClassFixture<Browser>, IClassFixture<Furnished>
{
    private static readonly string[] Serious = ["serious", "critical"];

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 375)]
    [InlineData(ColorScheme.Dark, 375)]
    public async Task No_page_has_a_serious_fault(ColorScheme theme, int width)
    {
        await using var window = await browser.OpenAsync(dashboard.Server.Address);
        await window.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
        await window.Page.SetViewportSizeAsync(width, 900);
        var faults = new List<string>();
        foreach (var address in dashboard.Addresses) faults.AddRange(await FaultsAsync(window, address, width));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Open_dialogs_and_the_sheet_of_a_phone_have_no_serious_fault()
    {
        await using var window = await browser.OpenAsync(dashboard.Server.Address);
        await window.Page.GotoAsync("/help");
        await Expect(window.Page.Locator("h1")).ToBeVisibleAsync();
        await window.Page.Keyboard.PressAsync("Control+k");
        await Expect(window.Page.Locator("#quick-found li").First).ToBeVisibleAsync();
        Assert.Empty(await AxeAsync(window, "search"));
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Locator("h1").ClickAsync();
        await window.Page.Keyboard.PressAsync("?");
        await Expect(window.Page.Locator("dialog.keys")).ToBeVisibleAsync();
        Assert.Empty(await AxeAsync(window, "keys"));
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.SetViewportSizeAsync(375, 800);
        await window.Button("More").ClickAsync();
        await Expect(window.Link("Settings")).ToBeVisibleAsync();
        Assert.Empty(await AxeAsync(window, "sheet"));
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(Window window, string address, int width)
    {
        await window.Page.GotoAsync(address);
        await Expect(window.Page.Locator("h1").First).ToBeVisibleAsync();
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle, new PageWaitForLoadStateOptions { Timeout = 5_000 }).ContinueWith(_ => { }, TaskScheduler.Default);
        var faults = (await AxeAsync(window, address)).ToList();
        var needed = await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (needed > width) faults.Add($"{address}: {needed} pixels wide");
        return faults;
    }

    private static async Task<IReadOnlyList<string>> AxeAsync(Window window, string where)
    {
        var result = await window.Page.RunAxe();
        return [.. from fault in result.Violations
                   where Serious.Contains(fault.Impact)
                   from node in fault.Nodes.Take(3)
                   select $"{where}: {fault.Id} ({fault.Impact}): {node.Html[..Math.Min(node.Html.Length, 200)]}"];
    }
}
