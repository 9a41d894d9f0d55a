using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Runs;

public sealed class RunMetadataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(50);

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_name_given_while_the_run_works_stays_through_events_and_a_restart()
    {
        RunId id;
        await using (var before = Application())
        {
            id = await before.SubmitAsync(new RunSpec { Name = "Asked" });
            _engine.Allow(10);
            await before.UntilAsync(id, row => row.Iteration == 10);
            Assert.Equal(MetaResult.Done, (await ChangeAsync(before, id, new RunMetaChange { Name = "Given", AddTags = ["poc"] })).Result);
            _engine.Allow(40);
            Assert.Equal("Given", (await before.UntilAsync(id, row => row.Status == RunStatus.Completed)).Name);
            Assert.Equal("Given", before.Desk.State(id)!.Summary.Name);
            Assert.Equal("Asked", before.Desk.Spec(id)!.Name);
        }

        await using var after = Application();
        _ = after.Server;
        Assert.Equal("Given", after.Desk.Summary(id)!.Name);
        Assert.Equal(["poc"], after.Services.GetRequiredService<RunMetadata>().Find(id)!.Tags);
    }

    [Fact]
    public async Task The_second_writer_of_the_notes_is_told_and_changes_nothing()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 1);
        await using var application = Application();
        var address = $"/api/v1/runs/{StoredRuns.Id(1)}/meta";
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(application, address, new { notes = "first", notesVersion = 0 })).Status);
        var (status, body) = await PatchAsync(application, address, new { notes = "second", notesVersion = 0 });
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("first", body.GetProperty("now").GetProperty("notes").GetString());
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(application, address, new { pinned = true })).Status);       // a pin does not disturb who writes
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(application, address, new { notes = "second", notesVersion = 1 })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PatchAsync(application, address, new { notes = "third" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PatchAsync(application, $"/api/v1/runs/{StoredRuns.Id(7)}/meta", new { pinned = true })).Status);
    }

    [Fact]
    public async Task A_data_set_has_one_baseline()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 3, spec: number => new RunSpec { Data = new DataSpec { Name = number == 3 ? "other" : "demo" } });
        await using var application = Application();
        _ = application.Server;
        foreach (var number in new[] { 1, 3, 2 }) await ChangeAsync(application, StoredRuns.Id(number), new RunMetaChange { Baseline = true });
        var metadata = application.Services.GetRequiredService<RunMetadata>();
        Assert.Equal([false, true, true], new[] { 1, 2, 3 }.Select(number => metadata.Find(StoredRuns.Id(number))!.Baseline));
    }

    [Fact]
    public async Task Writers_at_once_lose_no_tag()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 1);
        await using var application = Application();
        _ = application.Server;
        await Task.WhenAll(Enumerable.Range(0, 15).Select(i => ChangeAsync(application, StoredRuns.Id(1), new RunMetaChange { AddTags = [$"t{i}"] })));
        Assert.Equal(15, application.Services.GetRequiredService<RunMetadata>().Find(StoredRuns.Id(1))!.Tags.Count);
    }

    [Fact]
    public async Task Many_runs_are_changed_together_or_not_at_all()
    {
        await StoredRuns.FillAsync(_folder.Path, runs: 3);
        await using var application = Application();
        _ = application.Server;
        var (metadata, cancellation) = (application.Services.GetRequiredService<RunMetadata>(), TestContext.Current.CancellationToken);
        var ids = new[] { 1, 2, 3, 9 }.Select(StoredRuns.Id).ToList();
        Assert.Empty(await metadata.ChangeAllAsync(ids, new RunMetaChange { AddTags = ["a"], Archived = true }, cancellation));
        await ChangeAsync(application, StoredRuns.Id(2), new RunMetaChange { AddTags = [.. Enumerable.Range(0, 19).Select(i => $"t{i}")] });
        Assert.Equal("tags", Assert.Single(await metadata.ChangeAllAsync(ids, new RunMetaChange { AddTags = ["b"] }, cancellation)).Path);
        Assert.Equal([1, 20, 1], ids[..3].Select(id => metadata.Find(id)!.Tags.Count));
        Assert.Single(await metadata.ChangeAllAsync(ids, new RunMetaChange { Baseline = true }, cancellation));
    }

    private static Task<MetaAnswer> ChangeAsync(DashboardApplication application, RunId id, RunMetaChange change) =>
        application.Services.GetRequiredService<RunMetadata>().ChangeAsync(id, change, TestContext.Current.CancellationToken);

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PatchAsync(DashboardApplication application, string address, object change)
    {
        using var client = application.CreateClient();
        using var answer = await client.PatchAsJsonAsync(address, change, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    private DashboardApplication Application() => new(_folder.Path, _engine.Execute);
}
