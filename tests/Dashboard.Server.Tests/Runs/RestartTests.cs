using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;
using LiteDB;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Runs;

public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(300);

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_stopped_server_interrupts_its_run_and_a_resume_continues_the_log()
    {
        RunId id, waiting;
        await using (var before = Application(_folder.Path))
        {
            id = await before.SubmitAsync();
            waiting = await before.SubmitAsync();
            _engine.Allow(100);
            await before.UntilAsync(id, row => row.Iteration == 100);
        }

        await using var after = Application(_folder.Path);
        _ = after.Server;
        Assert.Equal(RunStatus.Interrupted, after.Desk.Summary(id)!.Status);
        Assert.False(after.Desk.Summary(waiting)!.Status.IsOver());
        Assert.Equal(CommandResult.Done, await after.CommandAsync(id, RunCommand.Resume));
        Assert.Equal(CommandResult.Done, await after.CommandAsync(waiting, RunCommand.Cancel));
        await after.UntilAsync(waiting, row => row.Status.IsOver());
        _engine.Allow(200);
        await after.UntilAsync(id, row => row.Status == RunStatus.Completed);
        var events = await after.FollowAsync(id);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Seq));
        Assert.Equal(Enumerable.Range(1, 300), events.OfType<Measured>().Select(measured => measured.Iteration));
        Assert.Equal(100, events.OfType<RunStarted>().Last().ResumedFrom);
    }

    [Fact]
    public async Task What_a_kill_leaves_behind_opens_and_the_run_is_told_as_interrupted()
    {
        using var copy = new TemporaryFolder();
        await using var application = Application(_folder.Path);
        var id = await application.SubmitAsync();
        _engine.Allow(280);
        await application.UntilAsync(id, row => row.Iteration == 280);
        await application.Services.GetRequiredService<Store>().CopyAsync(_folder["dashboard.db"], copy["dashboard.db"]);

        await using var restarted = Application(copy.Path);
        _ = restarted.Server;
        Assert.Equal(RunStatus.Interrupted, restarted.Desk.Summary(id)!.Status);
        var events = await restarted.FollowAsync(id);
        Assert.Equal(Enumerable.Range(1, 283).Select(i => (long)i), events.Select(e => e.Seq));
        Assert.Equal(280, events.OfType<Measured>().Count());
        Assert.IsType<RunEnded>(events[^1]);
    }

    [Fact]
    public async Task A_run_with_a_damaged_log_is_shown_as_such_and_not_resumed()
    {
        RunId id;
        await using (var before = Application(_folder.Path))
        {
            id = await before.SubmitAsync();
            _engine.Allow(290);
            await before.UntilAsync(id, row => row.Iteration == 290);
        }

        using (var database = new LiteDatabase(_folder["dashboard.db"]))
        {
            var chunk = database.GetCollection("chunks").FindById(EventChunk.KeyOf(id, 0));
            chunk["bin"].AsBinary[40] ^= 1;
            database.GetCollection("chunks").Update(chunk);
        }

        await using var after = Application(_folder.Path);
        var details = await after.GetAsync($"/api/v1/runs/{id}");
        Assert.True(details.GetProperty("damaged").GetBoolean());
        Assert.Equal(CommandResult.Refused, await after.CommandAsync(id, RunCommand.Resume));
        Assert.Equal(CommandResult.Done, await after.CommandAsync(id, RunCommand.Delete));
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused()
    {
        await using var first = Application(_folder.Path);
        _ = first.Server;
        var refusal = Assert.Throws<StorageException>(() => new FolderLock(new StorageFolder(_folder.Path)));
        Assert.Contains("Another server", refusal.Message, StringComparison.Ordinal);
    }

    private DashboardApplication Application(string folder) => new(folder, _engine.Execute);
}
