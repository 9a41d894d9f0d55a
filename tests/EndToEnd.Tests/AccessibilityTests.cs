using Contracts;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>Every page with real content, in both themes, on a desk and on a phone: axe finds nothing serious, and nothing is wider than the screen.</summary>
public sealed class AccessibilityTests(Browser browser, Furnished dashboard) : IClassFixture<Browser>, IClassFixture<Furnished>
{
    private static readonly string[] Serious = ["serious", "critical"];

    /// <summary>A theme and a width.</summary>
    private static readonly (ColorScheme Scheme, int Width)[] EveryLook =
        [(ColorScheme.Light, 1280), (ColorScheme.Light, 375), (ColorScheme.Dark, 375), (ColorScheme.Dark, 1280)];

    /// <summary>Both themes and both widths in half the time, for the many parts of a run.</summary>
    private static readonly (ColorScheme Scheme, int Width)[] TwoLooks = [(ColorScheme.Light, 1280), (ColorScheme.Dark, 375)];

    [Fact]
    public async Task No_page_has_a_serious_fault()
    {
        await using var window = await browser.OpenAsync(dashboard.Server.Address);
        await window.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });
        var faults = new List<string>();
        foreach (var address in Addresses.Always) faults.AddRange(await FaultsAsync(window, address, EveryLook));
        foreach (var address in dashboard.Addresses) faults.AddRange(await FaultsAsync(window, address, TwoLooks));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Open_dialogs_and_the_sheet_of_a_phone_have_no_serious_fault()
    {
        await using var window = await browser.OpenAsync(dashboard.Server.Address);
        await window.Page.GotoAsync("/help");
        await Expect(window.Page.Locator("h1")).ToBeVisibleAsync();
        await window.SeeKeysAsync();
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

    private static async Task<IReadOnlyList<string>> FaultsAsync(Window window, string address, (ColorScheme Scheme, int Width)[] looks)
    {
        var faults = new List<string>();
        await window.Page.GotoAsync(address);
        await Expect(window.Page.Locator("h1").First).ToBeVisibleAsync();
        foreach (var (scheme, width) in looks)
        {
            await window.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await window.Page.SetViewportSizeAsync(width, 900);
            var background = scheme == ColorScheme.Light ? "rgb(246, 247, 249)" : "rgb(18, 23, 29)";
            await Expect(window.Page.Locator("body")).ToHaveCSSAsync("background-color", background);
            var where = $"{address} {scheme} {width}";
            faults.AddRange(await AxeAsync(window, where));
            var needed = await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (needed > width) faults.Add($"{where}: {needed} pixels wide");
        }

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
