using Microsoft.Playwright;

namespace EndToEnd.Tests;

/// <summary>One Chromium for the tests of a class; they are skipped where there is none.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const float Patience = 60_000;
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly string[] Switches =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (Places.FirstOrDefault(File.Exists) is not { } executable) return;
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = Switches, Timeout = Patience });
    }

    /// <summary>A window of a new visitor. Skips the test without a browser.</summary>
    internal async Task<Window> OpenAsync(Uri address)
    {
        Assert.SkipWhen(_browser is null, "There is no Chromium here.");
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.AbsoluteUri,
            Locale = "en-US",
            ViewportSize = new ViewportSize { Width = 1400, Height = 1000 },
        });
        context.SetDefaultTimeout(Patience);
        return new Window(context, await context.NewPageAsync());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
