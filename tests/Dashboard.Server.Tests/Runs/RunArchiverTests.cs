using Contracts;
using Dashboard.Server.Listing;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;
using Engine.Runs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Server.Tests.Runs;

public sealed class RunArchiverTests
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly RunIndex _index = new(
        [], new ParameterFields(() => new CatalogDescription([], [], [], [], [])), NullLogger<RunIndex>.Instance);
    private readonly ActiveRuns _active = new();
    private volatile bool _fails = true;

    [Fact]
    public async Task While_the_store_fails_the_run_is_held_and_nothing_is_shown_or_lost()
    {
        var (run, archiver, told) = Start();
        run.Log.Append(new RunStarted("cpu", 1, "fake", 0));
        var held = await told(row => row.Status == RunStatus.Paused);
        Assert.Contains("disk", held.Reason, StringComparison.Ordinal);
        Assert.True(run.Control.PauseRequested);
        Assert.Equal(0, run.Log.StoredSeq);

        _fails = false;
        var following = told(row => row.Status == RunStatus.Running);
        while (!following.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        Assert.False(run.Control.PauseRequested);
        Assert.True(run.Log.StoredSeq >= 1);
        archiver.Stop();
    }

    [Fact]
    public async Task A_person_s_pause_outlasts_the_store_s()
    {
        var (run, archiver, told) = Start();
        Assert.True(run.TryPause());
        run.Log.Append(new RunStarted("cpu", 1, "fake", 0));
        await told(row => row.Status == RunStatus.Paused);
        _fails = false;
        var following = told(row => row.Status == RunStatus.Running);
        while (!following.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        Assert.True(run.Control.PauseRequested);
        Assert.True(run.TryResume());
        Assert.False(run.Control.PauseRequested);
        archiver.Stop();
    }

    private (ActiveRun Run, RunArchiver Archiver, Func<Func<RunSummary, bool>, Task<RunSummary>> Told) Start()
    {
        var spec = new RunSpec();
        var id = RunId.Create(_time.GetUtcNow(), 1);
        var run = new ActiveRun(spec, RunState.Submitted(id, spec, _time.GetUtcNow()), new RunLog(_time), "cpu");
        var archiver = new RunArchiver(
            (_, _) => _fails ? Task.FromException(new StorageException("The disk is full.")) : Task.CompletedTask,
            _active, _index, _time, NullLogger<RunArchiver>.Instance);
        _active.Add(run);
        _index.Add(new StoredRun(spec, run.Summary));
        Assert.True(run.TryStart());
        _ = archiver.FollowAsync(run);
        return (run, archiver, Told);
    }

    private Task<RunSummary> Told(Func<RunSummary, bool> condition)
    {
        var found = new TaskCompletionSource<RunSummary>(TaskCreationOptions.RunContinuationsAsynchronously);
        _index.Changed += (_, row) =>
        {
            if (row is not null && condition(row)) found.TrySetResult(row);
        };
        if (_index.List().FirstOrDefault(condition) is { } already) found.TrySetResult(already);
        return found.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
