using System.Globalization;
using System.Text.RegularExpressions;
using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>The eleven things that people come for, each walked as a person walks it: M1 to M4 here, the others beside it.</summary>
public sealed partial class StoriesTests(Browser browser) : IClassFixture<Browser>
{
    private const string Unknown = "not known yet";

    [Fact]
    public async Task M1_to_M4_A_run_is_priced_started_queued_stopped_cloned_and_outlives_its_server()
    {
        using var folder = new StorageDirectory();
        var priced = new[] { "--Cost:PerHour", "3600", "--Cost:Currency", "JPY" };
        await using var killed = await ServerProcess.StartAsync(folder.Path, 0, priced);
        await using var window = await browser.OpenAsync(killed.Address);
        RunId third;
        using (var client = new DashboardClient(killed.Address))
        {
            var first = await PriceAndStartAsync(window, client);
            await StopAndGoOnAsync(window, client, first);
            await CloneAsync(window, "Second try");
            third = await CloneAsync(window, "Third try");
            await OrderAsync(window);
            await StopAtOnceAsync(window, client, first);
            await client.UntilIterationAsync(third, 20);
        }

        await OutliveAsync(window, killed, folder, third);
    }

    /// <summary>M1: a preset, made small; what it will take and cost; Start.</summary>
    private static async Task<RunId> PriceAndStartAsync(Window window, DashboardClient client)
    {
        var page = window.Page;
        await page.GotoAsync("/runs/new");
        await Field(window, "Iterations").FillAsync("7");           // the form begins with the same preset
        await Field(window, "Iterations").PressAsync("Tab");
        await page.Locator("button.preset", new PageLocatorOptions { HasText = "Demo: Fashion-MNIST" }).ClickAsync();
        await Expect(Field(window, "Iterations")).ToHaveValueAsync("60");
        await page.Locator("#data-name").SelectOptionAsync("shapes");
        await page.Locator("summary", new PageLocatorOptions { HasText = "Options of ConvNet" }).First.ClickAsync();
        await page.Locator(".test-network", new PageLocatorOptions { HasText = "Test network 3" })
            .GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Remove" }).ClickAsync();
        await Expect(page.Locator(".test-network")).ToHaveCountAsync(2);
        foreach (var (label, value) in new[]
        {
            ("Name", "First try"), ("Train images per class", "20"), ("Image size", "16"), ("Images per class", "2"), ("Iterations", "20000"),
            ("Real batch", "8"), ("Width", "8"), ("Depth", "2"), ("Repeats", "2"), ("Epochs", "2"), ("Evaluate every", "0"), ("Save images every", "50"),
        })
        {
            await Field(window, label).FillAsync(value);
            await Field(window, label).PressAsync("Tab");
        }

        await SeePriceAsync(window);
        await window.Button("Start").ClickAsync();
        await window.SeeStatusAsync(RunStatus.Running);
        var run = (await client.ListAsync()).Single(found => found.Name == "First try").Id;
        await client.UntilIterationAsync(run, 1);
        var started = await client.SummaryAsync(run);
        Assert.Equal((20_000, 2), (started.Iterations, started.ImagesPerClass));
        return run;
    }

    /// <summary>Nobody knows what the work takes until a probe has done a little of it.</summary>
    private static async Task SeePriceAsync(Window window)
    {
        var estimate = window.Page.Locator(".estimate");
        await Expect(estimate.Locator("[data-estimate=seconds]")).ToHaveTextAsync(Unknown);
        await window.Button("Measure").ClickAsync();
        await Expect(estimate.Locator("[data-estimate=seconds]")).Not.ToHaveTextAsync(Unknown);
        await Expect(estimate.Locator("dd").Nth(3)).ToHaveTextAsync(MemoryPattern());
        await Expect(estimate.Locator("dd").Nth(4)).ToHaveTextAsync(PricePattern());
        await Expect(estimate.Locator("a")).ToHaveCountAsync(1);
        await Pictures.TakeAsync(window, "m01-estimate", estimate);
        await Pictures.TakeAsync(window, "m01-form");
    }

    /// <summary>M3: held gracefully, with a checkpoint of the last step, and taken up again.</summary>
    private static async Task StopAndGoOnAsync(Window window, DashboardClient client, RunId run)
    {
        await client.UntilIterationAsync(run, 30);
        await window.Button("Pause").ClickAsync();
        await window.SeeStatusAsync(RunStatus.Paused);
        var events = await client.EventsAsync(run);
        var held = events.OfType<Measured>().Last().Iteration;
        Assert.Equal(held, events.OfType<CheckpointSaved>().Last().Iteration);
        await Pictures.TakeAsync(window, "m03-paused");
        await window.Button("Resume").ClickAsync();
        await window.SeeStatusAsync(RunStatus.Running);
        await window.MorePointsThanAsync(held);
    }

    /// <summary>M3: the same again, under another name.</summary>
    private static async Task<RunId> CloneAsync(Window window, string name)
    {
        var from = window.Page.Url;
        await window.Link("Clone").ClickAsync();
        await Expect(Field(window, "Iterations")).ToHaveValueAsync("20000");
        await Field(window, "Name").FillAsync(name);
        await Field(window, "Name").PressAsync("Tab");
        await window.Button("Start").ClickAsync();
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync(name);
        await window.SeeStatusAsync(RunStatus.Queued);
        Assert.NotEqual(from, window.Page.Url);
        return RunId.Parse(new Uri(window.Page.Url).Segments[^1], CultureInfo.InvariantCulture);
    }

    /// <summary>M2: the places in the line, when each should start, and another order.</summary>
    private static async Task OrderAsync(Window window)
    {
        var names = window.Page.Locator(".waiting-name a");
        await window.Link("Queue").ClickAsync();
        await Expect(names).ToHaveTextAsync(["Second try", "Third try"]);
        await Expect(window.Page.Locator(".waiting-start")).ToContainTextAsync(["expected to start", "expected to start"]);
        await window.Button("Move Third try up").ClickAsync();
        await Expect(names).ToHaveTextAsync(["Third try", "Second try"]);
        await Pictures.TakeAsync(window, "m02-queue");
        await Pictures.TakeAsync(window, "m02-queue-phone", width: 375, height: 760);
    }

    /// <summary>M3: ended at once; the next in the line is taken up, and it waits there again when resumed.</summary>
    private static async Task StopAtOnceAsync(Window window, DashboardClient client, RunId first)
    {
        await window.OpenRunAsync(first);
        await window.Button("Cancel").ClickAsync();
        await window.SeeStatusAsync(RunStatus.Cancelled);
        await Pictures.TakeAsync(window, "m03-stopped");
        await window.Button("Resume").ClickAsync();
        await window.SeeStatusAsync(RunStatus.Queued);
        Assert.True((await client.SummaryAsync(first)).Checkpoint > 0);
        var second = (await client.ListAsync()).Single(run => run.Name == "Second try");
        foreach (var run in new[] { first, second.Id }) await client.CommandAsync(run, "cancel");
    }

    /// <summary>M4: a power cut; every point that was shown is there, and the run goes on.</summary>
    private static async Task OutliveAsync(Window window, ServerProcess killed, StorageDirectory folder, RunId run)
    {
        await window.OpenRunAsync(run);
        await window.SeeStatusAsync(RunStatus.Running);
        var seen = await window.PointsAsync();
        seen = await window.MorePointsThanAsync(seen);
        await killed.KillAsync();

        await using var server = await ServerProcess.StartAsync(folder.Path, killed.Address.Port);
        using var client = new DashboardClient(server.Address);
        await window.SeeStatusAsync(RunStatus.Interrupted);
        var kept = (await client.EventsAsync(run)).OfType<Measured>().Select(e => e.Iteration).ToList();
        Assert.True(kept.Count >= seen, $"{kept.Count} of {seen} points were kept.");
        Assert.Equal(Enumerable.Range(1, kept.Count), kept);
        await window.SeePointsAsync(kept.Count);
        await Pictures.TakeAsync(window, "m04-interrupted");
        await Pictures.TakeAsync(window, "m04-interrupted-dark", dark: true);
        await window.Button("Resume").ClickAsync();
        await window.SeeStatusAsync(RunStatus.Running);
        await client.UntilIterationAsync(run, kept.Count + 10);
        await window.MorePointsThanAsync(kept.Count);
        await client.CommandAsync(run, "cancel");
        await window.SeeStatusAsync(RunStatus.Cancelled);
    }

    private static ILocator Field(Window window, string label) =>
        window.Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = label, Exact = true }).Locator("visible=true").First;

    [GeneratedRegex("^\\s*[0-9,.]+ [MG]iB of [0-9,.]+ [MG]iB on cpu\\s*$")]
    private static partial Regex MemoryPattern();

    [GeneratedRegex("^\\s*[0-9,.]*[1-9][0-9,.]* JPY\\s*$")]
    private static partial Regex PricePattern();
}
