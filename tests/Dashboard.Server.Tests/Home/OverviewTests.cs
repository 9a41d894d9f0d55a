using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Queue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Server.Tests.Home;

public sealed class OverviewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(20);
    private readonly FakeTimeProvider _time = new(StoredRuns.Start);

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_active_run_has_a_card_with_its_curve()
    {
        await using var application = new DashboardApplication(_folder.Path, _engine.Execute) { Time = _time };
        var reader = application.Services.GetRequiredService<IOverview>();      // hears of every batch before the test does
        var id = await application.SubmitAsync();
        _engine.Allow(10);
        await PassAsync(application.UntilAsync(id, row => row.Iteration == 10));
        var overview = Fresh(reader);
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
        await using (var before = new DashboardApplication(_folder.Path, _engine.Execute) { Time = _time })
        {
            interrupted = await before.SubmitAsync();
            await PassAsync(before.UntilAsync(interrupted, row => row.Status == RunStatus.Running));
            await before.Services.GetRequiredService<QueueDesk>().SetModeAsync("cpu", QueueMode.Draining, TestContext.Current.CancellationToken);
        }

        await using var after = new DashboardApplication(_folder.Path, (_, _, _, _) => throw new InvalidOperationException("Broken.")) { Time = _time };
        _ = after.Server;
        var waiting = await after.SubmitAsync();
        var reader = after.Services.GetRequiredService<IOverview>();
        var kinds = Fresh(reader).Attention.Select(item => (item.Kind, item.Run?.Id));
        Assert.Equal([(AttentionKind.Held, null), (AttentionKind.Interrupted, interrupted)], kinds.Where(kind => kind.Kind != AttentionKind.Disk));

        await after.Services.GetRequiredService<QueueDesk>().SetModeAsync("cpu", QueueMode.Open, TestContext.Current.CancellationToken);
        await PassAsync(after.UntilAsync(waiting, row => row.Status == RunStatus.Failed));
        var failed = Fresh(reader).Attention[^1];
        Assert.Equal((waiting, true), (failed.Run!.Id, failed.Detail.Contains("Broken.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1L << 30, 100L << 30, true)]
    [InlineData(9L << 30, 100L << 30, true)]
    [InlineData(11L << 30, 100L << 30, false)]
    [InlineData(1L << 30, 4L << 30, true)]
    public void A_disk_is_nearly_full_below_a_tenth_or_two_gibibytes(long free, long total, bool expected) =>
        Assert.Equal(expected, new DiskReading(free, total).IsNearlyFull);

    /// <summary>Lets time pass until it has happened: events are stored after a moment of this clock.</summary>
    private async Task PassAsync(Task happened)
    {
        while (await Task.WhenAny(happened, Task.Delay(5, TestContext.Current.CancellationToken)) != happened) _time.Advance(TimeSpan.FromMilliseconds(50));
        await happened;
    }

    /// <summary>The overview is made at most once a second.</summary>
    private Overview Fresh(IOverview overview)
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        return overview.Read();
    }
}
