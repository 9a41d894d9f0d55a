using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Queue;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Home;

public sealed class OverviewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(20);

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_active_run_has_a_card_with_its_curve()
    {
        await using var application = new DashboardApplication(_folder.Path, _engine.Execute);
        var id = await application.SubmitAsync();
        _engine.Allow(10);
        await application.UntilAsync(id, row => row.Iteration == 10);
        var overview = await FreshAsync(application, overview => overview.Running is [{ Loss.Count: > 0 }]);
        var card = Assert.Single(overview.Running);
        Assert.Equal(id, card.Run.Id);
        Assert.Equal(0.1, card.Loss.Min(point => point.Low), 12);
        Assert.Equal(1, overview.Runs);
        Assert.NotNull(overview.Disk);
    }

    [Fact]
    public async Task Interrupted_and_failed_runs_and_a_held_line_need_a_person()
    {
        RunId interrupted;
        await using (var before = new DashboardApplication(_folder.Path, _engine.Execute))
        {
            interrupted = await before.SubmitAsync();
            await before.UntilAsync(interrupted, row => row.Status == RunStatus.Running);
            await before.Services.GetRequiredService<QueueDesk>().SetModeAsync("cpu", QueueMode.Draining, TestContext.Current.CancellationToken);
        }

        await using var after = new DashboardApplication(_folder.Path, (_, _, _, _) => throw new InvalidOperationException("Broken."));
        _ = after.Server;
        var waiting = await after.SubmitAsync();
        var kinds = (await FreshAsync(after, overview => overview.Attention.Count >= 2)).Attention.Select(item => (item.Kind, item.Run?.Id));
        Assert.Equal([(AttentionKind.Held, null), (AttentionKind.Interrupted, interrupted)], kinds.Where(kind => kind.Kind != AttentionKind.Disk));

        await after.Services.GetRequiredService<QueueDesk>().SetModeAsync("cpu", QueueMode.Open, TestContext.Current.CancellationToken);
        await after.UntilAsync(waiting, row => row.Status == RunStatus.Failed);
        var failed = (await FreshAsync(after, overview => overview.Attention.Any(item => item.Kind == AttentionKind.Failed))).Attention[^1];
        Assert.Equal((waiting, true), (failed.Run!.Id, failed.Detail.Contains("Broken.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1L << 30, 100L << 30, true)]
    [InlineData(9L << 30, 100L << 30, true)]
    [InlineData(11L << 30, 100L << 30, false)]
    [InlineData(1L << 30, 4L << 30, true)]
    public void A_disk_is_nearly_full_below_a_tenth_or_two_gibibytes(long free, long total, bool expected) =>
        Assert.Equal(expected, new DiskReading(free, total).IsNearlyFull);

    /// <summary>The overview is made at most once a second: asks until it is as it should be.</summary>
    private static async Task<Overview> FreshAsync(DashboardApplication application, Func<Overview, bool> condition)
    {
        var overview = application.Services.GetRequiredService<IOverview>();
        var began = TimeProvider.System.GetTimestamp();
        while (!condition(overview.Read()))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "The overview did not become as expected.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return overview.Read();
    }
}
