using Microsoft.Playwright;

namespace EndToEnd.Tests;

/// <summary>Pictures of what a test sees, in the folder that the environment variable SCREENSHOTS names; without it none is taken.</summary>
internal static class Pictures
{
    private const int Settled = 800;
    private static readonly string? Folder = Environment.GetEnvironmentVariable("SCREENSHOTS");

    /// <summary>Takes one of what a window shows.</summary>
    /// <param name="window">The window; it has its size and colours again afterwards.</param>
    /// <param name="name">Name of the file, without its ending.</param>
    /// <param name="at">What is to stand at the top; null for the top of the page.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="dark">Whether the person likes it dark.</param>
    /// <param name="height">Height in pixels.</param>
    public static async Task TakeAsync(Window window, string name, ILocator? at = null, int width = 1280, bool dark = false, int height = 800)
    {
        if (string.IsNullOrEmpty(Folder)) return;
        var page = window.Page;
        var before = page.ViewportSize!;
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        await page.SetViewportSizeAsync(width, height);
        await page.EvaluateAsync("() => { for (const menu of document.querySelectorAll('details.menu[open]')) menu.open = false; window.scrollTo(0, 0); }");
        if (at is not null) await at.EvaluateAsync("part => window.scrollTo(0, part.getBoundingClientRect().top + window.scrollY - 80)");
        await page.WaitForTimeoutAsync(Settled);
        Directory.CreateDirectory(Folder);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, name + ".png") });
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(before.Width, before.Height);
        await page.WaitForTimeoutAsync(Settled / 2);        // charts draw once more after a change of size
    }
}
