using System.Net;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Queue;
using LiteDB;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Queue;

public sealed class QueueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_moved_run_is_taken_at_its_new_place()
    {
        await using var application = Application();
        var (first, waiting) = await LineAsync(application, 4);
        Assert.Equal(waiting, Waiting(application));

        Assert.Equal(CommandResult.Done, await Desk(application).MoveAsync(waiting[3], waiting[0], Cancellation));
        Assert.Equal(CommandResult.Done, await Desk(application).MoveAsync(waiting[0], null, Cancellation));
        List<RunId> expected = [waiting[3], waiting[1], waiting[2], waiting[0]];
        Assert.Equal(expected, Waiting(application));

        _engine.Allow(50);
        foreach (var id in expected) await application.UntilAsync(id, row => row.Status == RunStatus.Completed);
        Assert.Equal([first, .. expected], application.Desk.List().OrderBy(row => row.StartedAt).Select(row => row.Id));
    }

    [Fact]
    public async Task Order_and_mode_outlive_a_restart()
    {
        List<RunId> expected;
        await using (var before = Application())
        {
            var (_, waiting) = await LineAsync(before, 5);
            await Desk(before).MoveAsync(waiting[4], waiting[1], Cancellation);
            await Desk(before).SetModeAsync("cpu", QueueMode.Draining, Cancellation);
            var late = await before.SubmitAsync();
            expected = [waiting[0], waiting[4], waiting[1], waiting[2], waiting[3], late];
        }

        await using var after = Application();
        _ = after.Server;
        var line = Assert.Single(Desk(after).Lines());
        Assert.Equal(QueueMode.Draining, line.Mode);
        Assert.Equal(expected, line.Waiting.Select(place => place.Run.Id));
        Assert.Null(line.Current);
        Assert.All(line.Waiting, place => Assert.Null(place.ExpectedStart));
    }

    [Fact]
    public async Task A_resumed_run_waits_behind_younger_ones_also_after_a_restart()
    {
        List<RunId> expected;
        await using (var before = Application())
        {
            var (_, waiting) = await LineAsync(before, 3);
            await before.CommandAsync(waiting[0], RunCommand.Cancel);
            await before.UntilAsync(waiting[0], row => row.Status == RunStatus.Cancelled);
            Assert.Equal(CommandResult.Done, await before.CommandAsync(waiting[0], RunCommand.Resume));
            await before.UntilAsync(waiting[0], row => row.Status == RunStatus.Queued);
            expected = [waiting[1], waiting[2], waiting[0]];
            Assert.Equal(expected, Waiting(before));
            await Desk(before).SetModeAsync("cpu", QueueMode.Paused, Cancellation);
        }

        await using var after = Application();
        _ = after.Server;
        Assert.Equal(expected, Waiting(after));
    }

    [Fact]
    public async Task A_draining_device_finishes_its_run_and_takes_none()
    {
        await using var application = Application();
        var (first, waiting) = await LineAsync(application, 1);
        await Desk(application).SetModeAsync("cpu", QueueMode.Draining, Cancellation);
        _engine.Allow(100);
        await application.UntilAsync(first, row => row.Status == RunStatus.Completed);
        Assert.Equal(RunStatus.Queued, application.Desk.Summary(waiting[0])!.Status);
        Assert.Equal(waiting, Waiting(application));

        await Desk(application).SetModeAsync("cpu", QueueMode.Open, Cancellation);
        await application.UntilAsync(waiting[0], row => row.Status == RunStatus.Completed);
    }

    [Fact]
    public async Task A_paused_line_holds_its_run_and_lets_it_go_on_but_not_what_a_person_held()
    {
        await using var application = Application();
        var (first, _) = await LineAsync(application, 1);
        await Desk(application).SetModeAsync("cpu", QueueMode.Paused, Cancellation);
        await application.UntilAsync(first, row => row.Status == RunStatus.Paused);
        await Desk(application).SetModeAsync("cpu", QueueMode.Open, Cancellation);
        await application.UntilAsync(first, row => row.Status == RunStatus.Running);

        await application.CommandAsync(first, RunCommand.Pause);
        await application.UntilAsync(first, row => row.Status == RunStatus.Paused);
        await Desk(application).SetModeAsync("cpu", QueueMode.Paused, Cancellation);
        await Desk(application).SetModeAsync("cpu", QueueMode.Open, Cancellation);
        Assert.Equal(CommandResult.Done, await application.CommandAsync(first, RunCommand.Resume));
    }

    [Fact]
    public async Task Moves_that_race_with_the_worker_lose_no_run_and_run_none_twice()
    {
        await using var application = Application();
        var (first, waiting) = await LineAsync(application, 30);
        var chance = new Random(7);
        var picks = Enumerable.Range(0, 600).Select(_ => (chance.Next(30), chance.Next(31))).ToList();
        _engine.Allow(31 * 10);
        var moves = picks.Select(pick => Task.Run(
            () => Desk(application).MoveAsync(waiting[pick.Item1], pick.Item2 == 30 ? null : waiting[pick.Item2], Cancellation)));
        var results = await Task.WhenAll(moves);
        Assert.DoesNotContain(CommandResult.NotFound, results);
        foreach (var id in waiting.Append(first)) await application.UntilAsync(id, row => row.Status == RunStatus.Completed);
        foreach (var id in waiting) Assert.Single((await application.FollowAsync(id)).OfType<RunStarted>());
        Assert.Empty(Waiting(application));
        Assert.Equal(CommandResult.Refused, await Desk(application).MoveAsync(waiting[0], null, Cancellation));
    }

    [Fact]
    public async Task A_run_in_front_of_one_that_was_taken_meanwhile_comes_next()
    {
        await using var application = Application();
        var (first, waiting) = await LineAsync(application, 3);
        Assert.Equal(CommandResult.Done, await Desk(application).MoveAsync(waiting[2], first, Cancellation));
        Assert.Equal([waiting[2], waiting[0], waiting[1]], Waiting(application));
    }

    [Fact]
    public async Task A_cancelled_run_leaves_the_line_at_once()
    {
        await using var application = Application();
        var (_, waiting) = await LineAsync(application, 2);
        await application.CommandAsync(waiting[0], RunCommand.Cancel);
        Assert.Equal([waiting[1]], Waiting(application));
    }

    [Fact]
    public async Task Rest_moves_drains_and_says_what_is_wrong()
    {
        await using var application = Application();
        var (first, waiting) = await LineAsync(application, 2);
        using var client = application.CreateClient();
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync($"{waiting[1]}/move", $$"""{"before": "{{waiting[0]}}"}"""));
        Assert.Equal([waiting[1], waiting[0]], Waiting(application));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync($"{first}/move", """{"before": null}"""));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync($"{waiting[0]}/move", $$"""{"before": "{{RunId.Create(DateTimeOffset.UnixEpoch, 1)}}"}"""));
        Assert.Equal([waiting[1], waiting[0]], Waiting(application));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync($"{RunId.Create(DateTimeOffset.UnixEpoch, 1)}/move", """{"before": null}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync($"{waiting[0]}/move", """{"before": "nonsense"}"""));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync("cpu", """{"mode": "draining"}"""));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync("cuda:9", """{"mode": "draining"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync("cpu", """{"mode": "asleep"}"""));
        var line = (await application.GetAsync("/api/v1/queue"))[0];
        Assert.Equal("draining", line.GetProperty("mode").GetString());
        Assert.Equal(first.Value, line.GetProperty("current").GetProperty("run").GetProperty("id").GetString());
        Assert.Equal(1, (await application.GetAsync("/api/v1/queue/past")).GetArrayLength());

        async Task<HttpStatusCode> PostAsync(string address, string body) =>
            (await client.PostAsync(new Uri("/api/v1/queue/" + address, UriKind.Relative), Body(body), Cancellation)).StatusCode;

        async Task<HttpStatusCode> PutAsync(string device, string body) =>
            (await client.PutAsync(new Uri("/api/v1/queue/lines/" + device, UriKind.Relative), Body(body), Cancellation)).StatusCode;
    }

    [Fact]
    public async Task A_damaged_order_is_forgotten_and_the_runs_wait_by_their_age()
    {
        List<RunId> waiting;
        await using (var before = Application())
        {
            (_, waiting) = await LineAsync(before, 3);
            await Desk(before).MoveAsync(waiting[2], waiting[0], Cancellation);
            await Desk(before).SetModeAsync("cpu", QueueMode.Draining, Cancellation);
        }

        using (var database = new LiteDatabase(_folder["dashboard.db"]))
        {
            var line = database.GetCollection("queue").FindById("cpu");
            line["order"] = line["order"].AsString[1..];
            database.GetCollection("queue").Update(line);
        }

        await using var after = Application();
        _ = after.Server;
        await after.UntilAsync(waiting[0], row => row.Status == RunStatus.Running);
        Assert.Equal(waiting.Skip(1), Waiting(after));
    }

    [Fact]
    public async Task Stretches_tell_device_wait_and_end_of_every_turn()
    {
        await using var application = Application();
        var (first, waiting) = await LineAsync(application, 1);
        await application.CommandAsync(first, RunCommand.Cancel);
        await application.UntilAsync(waiting[0], row => row.Status == RunStatus.Running);
        await application.CommandAsync(first, RunCommand.Resume);
        _engine.Allow(100);
        await application.UntilAsync(first, row => row.Status == RunStatus.Completed);

        var past = Desk(application).Past(DateTimeOffset.UnixEpoch);
        Assert.Equal([first, waiting[0], first], past.Select(stretch => stretch.Run));
        Assert.Equal(
            [RunStatus.Completed, RunStatus.Completed, RunStatus.Cancelled], past.Select(stretch => stretch.Sitting.Status));
        Assert.All(past, stretch => Assert.True(stretch.Sitting.QueuedAt <= stretch.Sitting.StartedAt && stretch.Sitting.StartedAt <= stretch.Sitting.EndedAt));
        Assert.True(past[0].Sitting.QueuedAt >= past[2].Sitting.EndedAt);
        Assert.Empty(Desk(application).Past(TimeProvider.System.GetUtcNow().AddHours(1)));
    }

    private static StringContent Body(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private static QueueDesk Desk(DashboardApplication application) => application.Services.GetRequiredService<QueueDesk>();

    private static List<RunId> Waiting(DashboardApplication application) =>
        [.. Assert.Single(Desk(application).Lines()).Waiting.Select(place => place.Run.Id)];

    /// <summary>One run that has begun, and others that wait behind it.</summary>
    private static async Task<(RunId First, List<RunId> Waiting)> LineAsync(DashboardApplication application, int waiting)
    {
        var first = await application.SubmitAsync();
        await application.UntilAsync(first, row => row.Status == RunStatus.Running);
        var others = new List<RunId>();
        for (var i = 0; i < waiting; i++) others.Add(await application.SubmitAsync());
        others.Sort();
        return (first, others);
    }

    private DashboardApplication Application() => new(_folder.Path, _engine.Execute);
}
