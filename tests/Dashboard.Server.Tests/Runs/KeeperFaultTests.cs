using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Server.Tests.Runs;

/// <summary>Services in the background meet a store that fails: they tell it in the log and go on.</summary>
public sealed class KeeperFaultTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _elsewhere = new();
    private readonly FakeTimeProvider _time = new(StoredRuns.Start.AddDays(1));
    private readonly FakeEngine _engine = new(3);
    private DashboardApplication _application = null!;
    private Store _broken = null!;

    public async ValueTask InitializeAsync()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 2);
        _application = new DashboardApplication(_folder.Path, _engine.Execute);
        _ = _application.Server;
        _broken = StoredRuns.Open(_elsewhere.Path);
        _broken.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _engine.Dispose();
        _elsewhere.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Digests_that_can_be_neither_read_nor_stored_come_from_the_logs_round_after_round()
    {
        var log = new ToldLog<DigestKeeper>();
        using var keeper = new DigestKeeper(Service<RunIndex>(), Service<RunStore>(), new DigestStore(_broken), _time, log);
        await keeper.StartAsync(Cancellation);
        await AssertFaultAsync(log);                                // nothing could be read
        await AssertFaultAsync(log);                                // nothing could be stored
        await keeper.CaughtUp.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal(10, Service<RunIndex>().Record(StoredRuns.Id(2))!.Digest.Find(Series.MatchingLoss)!.Value.Count);
        _time.Advance(TimeSpan.FromSeconds(10));
        await AssertFaultAsync(log);                                // and it is tried again
        Assert.False(keeper.ExecuteTask!.IsCompleted);
        await keeper.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Columns_that_cannot_be_stored_do_not_end_the_keeper()
    {
        var log = new ToldLog<SeriesKeeper>();
        var reader = new SeriesReader(_application.Desk, Service<ActiveRuns>(), Service<RunStore>(), new ColumnStore(_broken));
        using var keeper = new SeriesKeeper(_application.Desk, Service<ActiveRuns>(), reader, log);
        await keeper.StartAsync(Cancellation);
        for (var run = 1; run <= 2; run++)
        {
            var id = await _application.SubmitAsync();
            _engine.Allow(3);
            await _application.UntilAsync(id, row => row.Status == RunStatus.Completed);
            await AssertFaultAsync(log);
        }

        Assert.False(keeper.ExecuteTask!.IsCompleted);
        await keeper.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_trash_that_cannot_be_emptied_is_tried_again_every_hour()
    {
        var log = new ToldLog<TrashSweeper>();
        await _application.CommandAsync(StoredRuns.Id(1), RunCommand.Delete);
        _time.Advance(TimeSpan.FromDays(8));
        var trash = new RunTrash(_application.Desk, Service<RunLibrary>(), _broken, _time, new ToldLog<RunTrash>());
        using var sweeper = new TrashSweeper(trash, _time, log);
        await sweeper.StartAsync(Cancellation);
        await AssertFaultAsync(log);
        _time.Advance(TimeSpan.FromHours(1));
        await AssertFaultAsync(log);
        Assert.False(sweeper.ExecuteTask!.IsCompleted);
        await sweeper.StopAsync(Cancellation);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private T Service<T>()
        where T : notnull => _application.Services.GetRequiredService<T>();

    private static async Task AssertFaultAsync<T>(ToldLog<T> log)
    {
        var (level, fault) = await log.NextAsync();
        Assert.Equal(LogLevel.Warning, level);
        Assert.True(fault is StorageException or ObjectDisposedException, fault?.ToString());
    }
}
