using Contracts;

namespace EndToEnd.Tests;

/// <summary>What is left of a run when its server is ended: nothing measured is lost, and the run goes on as if nothing had been.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_terminated_server_leaves_within_ten_seconds_and_its_run_with_a_checkpoint()
    {
        using var folder = new StorageDirectory();
        RunId run;
        await using (var server = await ServerProcess.StartAsync(folder.Path))
        {
            using var client = new DashboardClient(server.Address);
            run = await client.SubmitAsync(TinySpec.Of(iterations: 20_000));
            await client.UntilIterationAsync(run, 20);

            var (status, took) = await server.TerminateAsync();

            Assert.Equal(0, status);
            Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        }

        await using var again = await ServerProcess.StartAsync(folder.Path);
        using var after = new DashboardClient(again.Address);
        var summary = await after.SummaryAsync(run);
        var events = await after.EventsAsync(run);
        Assert.Equal(RunStatus.Interrupted, summary.Status);
        Assert.Equal(events.OfType<Measured>().Last().Iteration, summary.Checkpoint);
        Assert.Equal(summary.Checkpoint, Assert.IsType<CheckpointSaved>(events[^2]).Iteration);
        Assert.IsType<RunEnded>(events[^1]);
    }

    [Fact]
    public async Task A_server_with_the_demo_flag_works_on_the_demo_at_once()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path, 0, "--demo");
        using var client = new DashboardClient(server.Address);
        var watched = await server.SaysAfterAsync("Watch it at ");
        var demo = Assert.Single(await client.ListAsync());

        await client.UntilIterationAsync(demo.Id, 1);

        Assert.Equal(RunStatus.Running, (await client.SummaryAsync(demo.Id)).Status);
        Assert.Equal($"{server.Address}runs/{demo.Id}", watched);
    }
}
