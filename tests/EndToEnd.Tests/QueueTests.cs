using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>The line of a device, as a person orders it.</summary>
public sealed class QueueTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_person_orders_the_line_by_button_key_and_mouse_and_a_restart_keeps_it()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        var port = server.Address.Port;
        await using var window = await browser.OpenAsync(server.Address);
        using (var client = new DashboardClient(server.Address))
        {
            await client.UntilIterationAsync(await client.SubmitAsync(TinySpec.Of(100_000, "Long")), 1);
            foreach (var name in new[] { "A", "B", "C", "D" }) await client.SubmitAsync(TinySpec.Of(50, name));
        }

        await window.Page.GotoAsync("/queue");
        await SeeOrderAsync(window, "A", "B", "C", "D");
        await window.Button("Run next: D").ClickAsync();
        await SeeOrderAsync(window, "D", "A", "B", "C");
        await Row(window, "B").FocusAsync();
        await window.Page.Keyboard.PressAsync("Alt+ArrowUp");
        await SeeOrderAsync(window, "D", "B", "A", "C");
        await Row(window, "C").DragToAsync(Row(window, "D"));
        await SeeOrderAsync(window, "C", "D", "B", "A");
        await window.Button("Drain").ClickAsync();
        await Expect(window.Page.Locator(".line-mode")).ToHaveTextAsync("draining: takes no other run");
        await server.KillAsync();

        await using var again = await ServerProcess.StartAsync(folder.Path, port);
        await SeeOrderAsync(window, "C", "D", "B", "A");
        await Expect(window.Page.Locator(".line-mode")).ToHaveTextAsync("drained: takes no run");
        await window.Button("Take runs again").ClickAsync();
        using var now = new DashboardClient(again.Address);
        foreach (var run in await now.ListAsync())
        {
            if (run.Name != "Long") await now.UntilAsync(run.Id, e => e is RunEnded);
        }

        var started = (await now.ListAsync()).Where(run => run.Name != "Long").OrderBy(run => run.StartedAt).Select(run => run.Name);
        Assert.Equal(["C", "D", "B", "A"], started);
        await Expect(window.Page.Locator(".past tbody tr", new PageLocatorOptions { HasText = "Completed" })).ToHaveCountAsync(4);
        Assert.DoesNotContain(window.Complaints, complaint => complaint.StartsWith("error:", StringComparison.Ordinal));
    }

    private static ILocator Row(Window window, string name) =>
        window.Page.Locator("li.waiting-row", new PageLocatorOptions { Has = window.Link(name) });

    private static Task SeeOrderAsync(Window window, params string[] names) => Expect(window.Page.Locator(".waiting-name a")).ToHaveTextAsync(names);
}
