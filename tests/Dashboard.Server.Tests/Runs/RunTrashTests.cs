using System.Net;
using System.Net.Http.Json;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Server.Tests.Runs;

public sealed class RunTrashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(StoredRuns.Start.AddDays(1));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_deleted_run_leaves_every_list_and_comes_back_whole()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 2);
        await using var application = Application();
        using var client = application.CreateClient();
        var told = new List<RunSummary?>();
        application.Desk.Changed += (id, row) => told.Add(row);
        var address = new Uri($"/api/v1/runs/{StoredRuns.Id(1)}", UriKind.Relative);

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(address, Cancellation)).StatusCode);
        Assert.Null(told[^1]);
        Assert.Equal([StoredRuns.Id(2)], application.Desk.List().Select(row => row.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(address, Cancellation)).StatusCode);
        Assert.Equal(CommandResult.NotFound, await application.CommandAsync(StoredRuns.Id(1), RunCommand.Resume));
        Assert.Equal(1, (await application.GetAsync("/api/v1/runs/find?q=is:deleted")).GetProperty("total").GetInt32());

        using var restored = await client.PostAsync(new Uri(address + "/restore", UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, restored.StatusCode);
        Assert.Equal(12, (await application.FollowAsync(StoredRuns.Id(1))).Count);
        Assert.Equal(2, application.Desk.List().Count);
    }

    [Fact]
    public async Task Many_go_to_the_trash_and_come_back_in_one_transaction()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 3);
        await using var application = Application();
        using var client = application.CreateClient();
        RunId[] ids = [StoredRuns.Id(1), StoredRuns.Id(2), StoredRuns.Id(1), StoredRuns.Id(99)];
        Assert.Equal(2, await CommandAsync(client, "trash", ids));
        Assert.Equal([StoredRuns.Id(3)], application.Desk.List().Select(row => row.Id));
        Assert.Equal(0, await CommandAsync(client, "trash", ids));
        Assert.Equal(2, await CommandAsync(client, "restore", ids));
        Assert.Equal(3, application.Desk.List().Count);

        // A store that cannot be written keeps all of them, not the half that came first.
        application.Services.GetRequiredService<Store>().Dispose();
        await Assert.ThrowsAsync<StorageException>(() => application.Desk.CommandAllAsync(ids, RunCommand.Delete, Cancellation));
        Assert.Equal(3, application.Desk.List().Count);
    }

    [Fact]
    public async Task Of_many_those_that_run_stay()
    {
        using var engine = new FakeEngine(10);
        await StoredRuns.FillAsync(_folder.Path, runs: 1);
        await using var application = new DashboardApplication(_folder.Path, engine.Execute) { Time = _time };
        _ = application.Server;
        var running = await application.SubmitAsync();
        Assert.Equal(1, await application.Desk.CommandAllAsync([running, StoredRuns.Id(1)], RunCommand.Delete, Cancellation));
        Assert.Equal([running], application.Desk.List().Select(row => row.Id));
        Assert.Equal(1, await application.Desk.CommandAllAsync([running, StoredRuns.Id(1)], RunCommand.Cancel, Cancellation));
    }

    [Fact]
    public async Task Of_many_those_that_took_a_command_before_the_store_failed_are_told()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 3);
        await using var application = Application();
        _ = application.Server;
        var store = application.Services.GetRequiredService<Store>();
        application.Desk.Changed += (_, _) => store.Dispose();
        RunId[] ids = [StoredRuns.Id(1), StoredRuns.Id(2), StoredRuns.Id(3)];
        Assert.Equal(1, await application.Desk.CommandAllAsync(ids, RunCommand.Purge, Cancellation));
        Assert.Equal([ids[2], ids[1]], application.Desk.List().Select(row => row.Id));
        await Assert.ThrowsAsync<StorageException>(() => application.Desk.CommandAllAsync(ids[1..], RunCommand.Purge, Cancellation));
    }

    [Fact]
    public async Task What_was_deleted_before_a_restart_is_still_in_the_trash()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 2);
        await using (var before = Application())
        {
            _ = before.Server;
            await before.CommandAsync(StoredRuns.Id(1), RunCommand.Delete);
        }

        await using var after = Application();
        _ = after.Server;
        Assert.Equal([StoredRuns.Id(2)], after.Desk.List().Select(row => row.Id));
        Assert.Equal(CommandResult.Done, await after.CommandAsync(StoredRuns.Id(1), RunCommand.Restore));
    }

    [Fact]
    public async Task After_seven_days_a_deleted_run_is_removed_from_the_disk()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 2);
        var files = WriteFiles(1, 300_000);
        await using var application = Application();
        _ = application.Server;
        await application.CommandAsync(StoredRuns.Id(1), RunCommand.Delete);

        _time.Advance(TimeSpan.FromDays(6.9));
        var trash = application.Services.GetRequiredService<RunTrash>();
        Assert.Null(await trash.PurgeOldAsync(Cancellation));
        Assert.Equal(300_000, trash.Footprint([StoredRuns.Id(1)]).Checkpoints);

        var gone = new TaskCompletionSource();
        application.Desk.Changed += (id, row) => gone.TrySetResult();
        _time.Advance(TimeSpan.FromHours(3));
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.False(Directory.Exists(files));
        Assert.Equal(RunFootprint.None, trash.Footprint([StoredRuns.Id(1)]));
    }

    [Fact]
    public async Task A_purge_tells_the_bytes_that_the_disk_has_back()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 12, points: 15_000);
        WriteFiles(1, 700_000);
        await using var application = Application();
        _ = application.Server;
        await application.Services.GetRequiredService<DigestKeeper>().CaughtUp.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await application.Services.GetRequiredService<Store>().FreeAsync();
        var before = DiskBytes();

        var report = await application.Services.GetRequiredService<RunTrash>().PurgeAsync([.. Enumerable.Range(1, 11).Select(StoredRuns.Id)], Cancellation);

        Assert.Equal(11, report.Purged.Runs);
        Assert.Equal(700_000, report.FilesFreed);
        Assert.True(report.DatabaseFreed > 0, $"{report}");
        Assert.Equal(before - DiskBytes(), report.FilesFreed + report.DatabaseFreed);
        Assert.Equal(15_002, (await application.FollowAsync(StoredRuns.Id(12))).Count);
    }

    [Fact]
    public async Task A_small_purge_tells_what_is_free_for_new_events()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 2, points: 3_000);
        await using var application = Application();
        _ = application.Server;
        var report = await application.Services.GetRequiredService<RunTrash>().PurgeAsync([StoredRuns.Id(1), StoredRuns.Id(1), StoredRuns.Id(9)], Cancellation);
        Assert.Equal((1, 0L), (report.Purged.Runs, report.DatabaseFreed));
        Assert.InRange(report.Reusable, report.Purged.Events / 2, long.MaxValue);
    }

    [Fact]
    public async Task A_footprint_counts_every_run_once_and_has_a_limit()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 2);
        await using var application = Application();
        using var client = application.CreateClient();
        Assert.Equal(1, application.Services.GetRequiredService<RunTrash>().Footprint([StoredRuns.Id(1), StoredRuns.Id(1)]).Runs);
        foreach (var address in new[] { "footprint", "purge" })
        {
            using var refused = await client.PostAsJsonAsync("/api/v1/runs/" + address, Enumerable.Repeat(StoredRuns.Id(1).Value, 10_001), Cancellation);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<int> CommandAsync(HttpClient client, string command, IReadOnlyList<RunId> ids)
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/runs/{command}", ids, ContractsJson.Default.Options, Cancellation);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<int>(Cancellation);
    }

    private DashboardApplication Application() => new(_folder.Path, (_, _, _, _) => { }) { Time = _time };

    private string WriteFiles(int number, int bytes)
    {
        var folder = Path.Combine(_folder["runs"], StoredRuns.Id(number).Value);
        Directory.CreateDirectory(Path.Combine(folder, "checkpoints"));
        File.WriteAllBytes(Path.Combine(folder, "checkpoints", "1.bin"), new byte[bytes]);
        return folder;
    }

    private long DiskBytes() => Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
}
