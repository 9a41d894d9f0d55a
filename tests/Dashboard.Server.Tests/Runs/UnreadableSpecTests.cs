using System.Net;
using System.Net.Http.Json;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;
using LiteDB;

namespace Dashboard.Server.Tests.Runs;

/// <summary>Three runs whose specs have a member that this version does not know: an ended one, an ended batch, and one that waits.</summary>
public sealed class UnreadableSpecTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private DashboardApplication _application = null!;

    public async ValueTask InitializeAsync()
    {
        await StoredRuns.FillAsync(
            _folder.Path, runs: 3, spec: number => number == 2 ? FakeLab.Batch(null) : new RunSpec { Name = $"Run {number}" },
            change: (number, row) => number == 3 ? row with { Status = RunStatus.Queued, EndedAt = null } : row);
        using (var database = new LiteDatabase(_folder["dashboard.db"]))
        {
            foreach (var document in database.GetCollection("runs").FindAll().ToList())
            {
                document["spec"] = document["spec"].AsString.Replace("{\"name\":", "{\"later\":1,\"name\":", StringComparison.Ordinal);
                document["crc"] = StoredRun.Checksum(document["_id"].AsString, document["spec"].AsString, document["summary"].AsString);
                database.GetCollection("runs").Update(document);
            }
        }

        _application = new DashboardApplication(_folder.Path, (_, _, _, _) => { });
        _ = _application.Server;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_can_be_looked_at_and_deleted()
    {
        var id = StoredRuns.Id(1);
        var details = await _application.GetAsync($"/api/v1/runs/{id}");
        Assert.True(details.GetProperty("damaged").GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, details.GetProperty("spec").ValueKind);
        var shown = _application.Desk.State(id)!.Summary;
        Assert.Equal(("Run 1", RunStatus.Completed, 12), (shown.Name, shown.Status, shown.LastSeq));
        Assert.Contains("cannot be read", shown.Reason, StringComparison.Ordinal);
        Assert.Equal(12, (await _application.FollowAsync(id)).Count);
        Assert.True(_application.Desk.State(StoredRuns.Id(2))!.Summary.IsMitigation);
        foreach (var number in Enumerable.Range(1, 3))
        {
            Assert.Equal(CommandResult.Done, await _application.CommandAsync(StoredRuns.Id(number), RunCommand.Delete));
            Assert.Equal(CommandResult.Done, await _application.CommandAsync(StoredRuns.Id(number), RunCommand.Purge));
        }
    }

    [Fact]
    public async Task The_server_starts_with_one_that_waits_and_leaves_it_to_a_later_version()
    {
        var id = StoredRuns.Id(3);
        Assert.Equal(RunStatus.Interrupted, _application.Desk.Summary(id)!.Status);
        Assert.StartsWith("The run waited and was not started. ", _application.Desk.State(id)!.Summary.Reason, StringComparison.Ordinal);
        Assert.IsType<RunEnded>((await _application.FollowAsync(id))[^1]);
        await _application.DisposeAsync();
        using var database = new LiteDatabase(_folder["dashboard.db"]);
        Assert.Contains("\"later\":1", database.GetCollection("runs").FindById(id.Value)["spec"].AsString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "resume")]
    [InlineData(1, "clone")]
    public async Task It_is_neither_resumed_nor_cloned_and_that_is_told(int number, string command)
    {
        using var client = _application.CreateClient();
        using var answer = await client.PostAsync(new Uri($"/api/v1/runs/{StoredRuns.Id(number)}/{command}", UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("later version", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_keeps_no_other_run_away()
    {
        using var client = _application.CreateClient();
        using var estimate = await client.PostAsJsonAsync("/api/v1/estimates", new RunSpec(), ContractsJson.Default.Options, Cancellation);
        Assert.Equal(HttpStatusCode.OK, estimate.StatusCode);
        var batch = FakeLab.Batch(null);
        var lost = batch with { Mitigation = batch.Mitigation! with { Set = new SetSpec { Source = "run", Run = StoredRuns.Id(9).Value, Iteration = 5 } } };
        Assert.Equal("mitigation.set.run", Assert.Single(_application.Desk.Check(lost)).Path);
        Assert.NotNull((await _application.Desk.SubmitAsync(new RunSpec(), Cancellation)).Run);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
