using Contracts;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>A viewer whose connection breaks, or whose server dies, has missed nothing in the end.</summary>
public sealed class BrokenLinkTests(Browser browser) : IClassFixture<Browser>
{
    private const int Iterations = 400;

    [Fact]
    public async Task A_viewer_who_was_offline_is_told_everything_that_happened_meanwhile()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        await using var wire = new Wire(server.Address);
        await using var window = await browser.OpenAsync(wire.Address);
        var run = await client.SubmitAsync(TinySpec.Of(iterations: 20_000));
        await window.OpenRunAsync(run);
        var before = await window.PointsAsync();
        var banner = window.Page.Locator(".link-banner");
        await Expect(banner).ToBeHiddenAsync();

        wire.Cut();
        await Expect(banner).ToBeVisibleAsync();
        await client.UntilIterationAsync(run, before + 200);
        wire.Mend();

        await Expect(banner).ToBeHiddenAsync();
        await window.MorePointsThanAsync(before + 199);
        await client.CommandAsync(run, "cancel");
        await client.UntilAsync(run, e => e is RunEnded);
        await window.SeeStatusAsync(RunStatus.Cancelled);
        var measured = (await client.EventsAsync(run)).OfType<Measured>().Select(e => e.Iteration).ToList();
        Assert.Equal(Enumerable.Range(1, measured.Count), measured);
        await window.SeePointsAsync(measured.Count);
        Assert.Equal(measured.Count, await client.PointsAsync(run, Series.MatchingLoss));
    }

    [Fact]
    public async Task A_killed_server_comes_back_and_its_run_goes_on_to_the_same_result()
    {
        using var folder = new StorageDirectory();
        RunId run;
        int port;
        await using var killed = await ServerProcess.StartAsync(folder.Path);
        await using var window = await browser.OpenAsync(killed.Address);
        port = killed.Address.Port;
        using (var before = new DashboardClient(killed.Address))
        {
            run = await before.SubmitAsync(TinySpec.Of(Iterations));
            await window.OpenRunAsync(run);
            await KillAfterACheckpointAsync(killed, before, run);
        }

        await using var server = await ServerProcess.StartAsync(folder.Path, port);
        using var client = new DashboardClient(server.Address);
        await window.SeeStatusAsync(RunStatus.Interrupted);
        await window.Button("Resume").ClickAsync();
        await window.SeeStatusAsync(RunStatus.Completed);
        await window.SeePointsAsync(Iterations);

        var events = await client.EventsAsync(run);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(seq => (long)seq), events.Select(e => e.Seq));
        Assert.Equal(Enumerable.Range(1, Iterations), events.OfType<Measured>().Select(e => e.Iteration));
        Assert.Equal(2, events.OfType<RunStarted>().Count());
        var undisturbed = await client.SubmitAsync(TinySpec.Of(Iterations));
        await client.UntilAsync(undisturbed, e => e is RunEnded);
        Assert.Equal(Sets(await client.EventsAsync(undisturbed)), Sets(events));
        Assert.Equal(Accuracies(await client.EventsAsync(undisturbed)), Accuracies(events));
    }

    /// <summary>Holding a run makes it store a checkpoint; then it goes on past it, so that the kill loses work.</summary>
    private static async Task KillAfterACheckpointAsync(ServerProcess server, DashboardClient client, RunId run)
    {
        await client.UntilIterationAsync(run, 30);
        await client.CommandAsync(run, "pause");
        await client.UntilAsync(run, e => e is StatusChanged { Status: RunStatus.Paused });
        var checkpoint = (await client.EventsAsync(run)).OfType<CheckpointSaved>().Single().Iteration;
        await client.CommandAsync(run, "resume");
        await client.UntilIterationAsync(run, checkpoint + 40);
        await server.KillAsync();
    }

    private static IReadOnlyList<(int Iteration, string Data)> Sets(IReadOnlyList<RunEvent> events) =>
        [.. events.OfType<SyntheticSetSaved>().Select(saved => (saved.Iteration, saved.Data))];

    private static IReadOnlyList<(string Network, string Set, int Repeat, double Accuracy)> Accuracies(IReadOnlyList<RunEvent> events) =>
        [.. events.OfType<NetworkEvaluated>().Select(e => (e.Network, e.Set, e.Repeat, e.Accuracy))];
}
