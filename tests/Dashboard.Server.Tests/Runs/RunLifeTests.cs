using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Contracts;

namespace Dashboard.Server.Tests.Runs;

public sealed class RunLifeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(600);
    private readonly DashboardApplication _application;

    public RunLifeTests() => _application = new DashboardApplication(_folder.Path, _engine.Execute);

    public void Dispose()
    {
        _application.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_run_is_submitted_followed_listed_and_deleted_over_rest()
    {
        var cancellation = TestContext.Current.CancellationToken;
        _engine.Allow(600);
        using var client = _application.CreateClient();
        using var created = await client.PostAsJsonAsync("/api/v1/runs", new { name = "First", seed = 7 }, cancellation);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var address = created.Headers.Location!.ToString();

        var lines = (await client.GetStringAsync(address + "/events?follow=true", cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var events = lines.Select(line => JsonSerializer.Deserialize(line, ContractsJson.Default.RunEvent)!).ToList();
        Assert.Equal(Enumerable.Range(1, 604).Select(i => (long)i), events.Select(e => e.Seq));
        Assert.IsType<RunEnded>(events[^1]);

        var details = await _application.GetAsync(address);
        Assert.Equal("completed", details.GetProperty("summary").GetProperty("status").GetString());
        Assert.Equal(3, details.GetProperty("spec").GetProperty("evaluation").GetProperty("repeats").GetInt32());
        Assert.Equal(604, details.GetProperty("seq").GetInt64());
        Assert.Equal(1, (await _application.GetAsync("/api/v1/runs")).GetArrayLength());

        var tail = await client.GetStringAsync(address + "/events?after=602", cancellation);
        Assert.Equal(2, tail.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await _application.UntilAsync(RunId.Parse(address[^16..], null), row => row.Status == RunStatus.Completed);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(address, cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(address, cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_series_is_told_by_its_name_with_a_slash_and_thinned()
    {
        _engine.Allow(600);
        var id = await _application.SubmitAsync();
        await _application.FollowAsync(id);
        Assert.Equal(["loss/matching", "lr"], (await _application.GetAsync($"/api/v1/runs/{id}/series")).EnumerateArray().Select(name => name.GetString()!));
        var all = await _application.GetAsync($"/api/v1/runs/{id}/series/loss/matching");
        Assert.Equal(600, all.GetProperty("x").GetArrayLength());
        var thin = await _application.GetAsync($"/api/v1/runs/{id}/series/loss/matching?points=40&from=101&to=500");
        Assert.Equal(400, thin.GetProperty("total").GetInt32());
        Assert.Equal(604, thin.GetProperty("lastSeq").GetInt64());
        Assert.InRange(thin.GetProperty("y").GetArrayLength(), 2, 40);
        Assert.Equal(101, thin.GetProperty("x")[0].GetInt32());
    }

    [Fact]
    public async Task A_listener_that_throws_disturbs_nobody()
    {
        _ = _application.Server;
        _application.Desk.Changed += (_, _) => throw new InvalidOperationException("The page is gone.");
        _engine.Allow(600);
        var id = await _application.SubmitAsync();
        Assert.Equal(RunStatus.Completed, (await _application.UntilAsync(id, row => row.Status.IsOver())).Status);
    }

    [Fact]
    public async Task Clone_queues_the_same_spec_again()
    {
        _engine.Allow(1200);
        var id = await _application.SubmitAsync(new RunSpec { Name = "One", Seed = 5 });
        using var client = _application.CreateClient();
        using var response = await client.PostAsync($"/api/v1/runs/{id}/clone", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var copy = Assert.Single(_application.Desk.List(), row => row.Id != id);
        Assert.Equal("One (copy)", copy.Name);
        Assert.Equal(5, _application.Desk.Spec(copy.Id)!.Seed);
    }

    [Fact]
    public async Task An_engine_that_throws_ends_its_run_and_serves_the_next()
    {
        using var folder = new TemporaryFolder();
        await using var application = new DashboardApplication(folder.Path, (spec, _, _, _) => throw new InvalidOperationException("broken " + spec.Name));
        var first = await application.SubmitAsync(new RunSpec { Name = "one" });
        var second = await application.SubmitAsync(new RunSpec { Name = "two" });
        var row = await application.UntilAsync(second, row => row.Status.IsOver());
        Assert.Equal(RunStatus.Failed, row.Status);
        Assert.Contains("broken two", row.Reason, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Failed, (await application.UntilAsync(first, row => row.Status.IsOver())).Status);
    }
}
