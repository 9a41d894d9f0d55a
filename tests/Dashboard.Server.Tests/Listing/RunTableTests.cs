using System.Text.Json;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Listing;
using Dashboard.Server.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Server.Tests.Listing;

/// <summary>Ten runs: names "Run 1" … "Run 10", images per class 1 to 10, accuracy from 0.1, the even ones on "other", 3 failed, 4 without accuracy.</summary>
public sealed class RunTableTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(StoredRuns.Start.AddMinutes(30));
    private DashboardApplication _application = null!;

    public async ValueTask InitializeAsync()
    {
        await StoredRuns.FillAsync(_folder.Path, 10, spec: Spec, change: Change);
        _application = new DashboardApplication(_folder.Path, (_, _, _, _) => { }) { Time = _time };
        _ = _application.Server;
        await _application.Services.GetRequiredService<DigestKeeper>().CaughtUp.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await ChangeAsync(5, new RunMetaChange { AddTags = ["poc", "v2"] });
        await ChangeAsync(6, new RunMetaChange { Archived = true });
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("", "10 9 8 7 5 4 3 2 1")]
    [InlineData("ipc <= 3", "3 2 1")]
    [InlineData("ipc in 2..4", "4 3 2")]
    [InlineData("ipc in (1, 8..9)", "9 8 1")]
    [InlineData("ipc not in 2..9", "10 1")]
    [InlineData("accuracy > 75%", "10 9 8")]
    [InlineData("accuracy is null", "4")]
    [InlineData("accuracy != 0.5", "10 9 8 7 4 3 2 1")]
    [InlineData("accuracy is not null and accuracy < 0.3", "2 1")]
    [InlineData("status = failed", "3")]
    [InlineData("not status in (failed, cancelled) ipc < 5", "4 2 1")]
    [InlineData("data = OTHER and (ipc = 2 or ipc >= 8)", "10 8 2")]
    [InlineData("tag has \"POC\"", "5")]
    [InlineData("tag = v2", "5")]
    [InlineData("tag ~ o", "5")]
    [InlineData("tag is null and ipc in 4..5", "4")]
    [InlineData("poc", "5")]
    [InlineData("run other 10", "10")]
    [InlineData("name ~ \"n 1\"", "10 1")]
    [InlineData("name !~ \"n 1\" ipc > 8", "9")]
    [InlineData("is:archived", "6")]
    [InlineData("not is:archived ipc > 8", "10 9")]
    [InlineData("is:deleted", "")]
    [InlineData("seed = 7", "7")]
    [InlineData("method.options.imagesPerClass > 9", "10")]
    [InlineData("loss/matching.min > 900", "10 9")]
    [InlineData("loss/matching.count = 10 and loss >= 1010", "10")]
    [InlineData("created > -22m", "10 9")]
    [InlineData("created = 2030-01-02 and ipc = 1", "1")]
    [InlineData("created < 2030-01-02", "")]
    [InlineData("created in -22m..-20m", "10 9 8")]
    [InlineData("duration >= 9s", "10 9")]
    [InlineData("batch = false ipc = 1", "1")]
    public void A_query_finds(string query, string numbers) => Assert.Equal(numbers, Numbers(new RunQuery { Text = query }));

    [Theory]
    [InlineData("ipc = three", 6, 5, "ipc is a number; three is none.")]
    [InlineData("acuracy > 1", 0, 7, "There is no field acuracy. Is accuracy meant?")]
    [InlineData("zzzzzzzz > 1", 0, 8, "There is no field zzzzzzzz.")]
    [InlineData("created > soon", 10, 4, "created is a time in UTC, such as 2026-11-24, today or -7d; soon is none.")]
    [InlineData("created < 9999-12-31", 10, 10, "created is a time in UTC, such as 2026-11-24, today or -7d; 9999-12-31 is none.")]
    [InlineData("batch = maybe", 8, 5, "batch is true or false; maybe is neither.")]
    public void A_fault_stands_under_its_word(string query, int start, int length, string message)
    {
        var page = Table.Find(new RunQuery { Text = query });
        var fault = Assert.Single(page.Faults);
        Assert.Equal((start, length, message), (fault.Start, fault.Length, fault.Message));
        Assert.Empty(page.Rows);
    }

    [Fact]
    public void Of_many_faults_the_first_five_are_told() => Assert.Equal(
        ["f0", "f1", "f2", "f3", "f4"],
        Table.Find(new RunQuery { Text = string.Join(" or ", Enumerable.Range(0, 100).Select(i => $"f{i} = 1")) }).Faults.Select(fault => fault.Words[0]));

    [Fact]
    public void While_a_baseline_moves_a_set_may_have_two()
    {
        var index = _application.Services.GetRequiredService<RunIndex>();
        foreach (var number in new[] { 1, 3 }) index.Set(index.Record(StoredRuns.Id(number))!.Meta with { Baseline = true });
        Assert.Equal("demo", Assert.Single(Table.Find(new RunQuery()).Baselines).Key);
    }

    [Theory]
    [InlineData("accuracy", "1 2 3 5 7 8 9 10 4")]
    [InlineData("-accuracy", "10 9 8 7 5 3 2 1 4")]
    [InlineData("data,-ipc", "9 7 5 3 1 10 8 4 2")]
    [InlineData("-loss/matching.max", "10 9 8 7 5 4 3 2 1")]
    public void Rows_stand_as_asked_and_those_without_a_value_last(string sort, string numbers) =>
        Assert.Equal(numbers, Numbers(new RunQuery { Sort = FieldList.Read(sort) }));

    [Fact]
    public async Task Baselines_and_pinned_runs_stand_at_the_top()
    {
        await ChangeAsync(2, new RunMetaChange { Pinned = true });
        await ChangeAsync(1, new RunMetaChange { Baseline = true });
        Assert.Equal("1 2 10 9 8 7 5 4 3", Numbers(new RunQuery()));
        Assert.Equal("Run 1", Table.Find(new RunQuery()).Baselines["demo"].Run!.Name);
    }

    [Fact]
    public void Groups_tell_mean_and_deviation_and_open_to_their_runs()
    {
        var closed = Table.Find(new RunQuery { Group = ["data"], Columns = ["ipc", "accuracy", "status"] });
        Assert.Equal([("demo", 5), ("other", 4)], closed.Rows.Select(row => (row.Group!.Values[0].ToString(), row.Group.Runs)));
        Assert.Equal(new Score(5, Math.Sqrt(8), 5), closed.Rows[0].Group!.Stats[0]);
        Assert.Equal(3, closed.Rows[1].Group!.Stats[1]!.Count);
        Assert.Null(closed.Rows[0].Group!.Stats[2]);
        var open = Table.Find(new RunQuery { Group = ["data"], Open = [closed.Rows[0].Group!.Key], Sort = ["ipc"] });
        Assert.Equal(["G", "1", "3", "5", "7", "9", "G"], open.Rows.Select(row => row.Group is null ? row.Run!.Seed() : "G"));
        Assert.Equal("other", Table.Find(new RunQuery { Group = ["data"], Sort = ["-accuracy"] }).Rows[0].Group!.Values[0].ToString());
    }

    [Fact]
    public async Task A_listing_keeps_its_order_while_its_rows_change()
    {
        var listing = Table.Open(new RunQuery { Sort = ["name"], Columns = ["tags"] });
        await ChangeAsync(1, new RunMetaChange { Name = "Zebra", AddTags = ["new"] });
        var row = Table.Rows(listing, 0, 1).Rows[0];
        Assert.Equal(("Zebra", "new"), (row.Run!.Name, row.Cells[0].ToString()));
        Assert.Equal("Zebra", Table.Find(new RunQuery { Sort = ["name"] }).Rows[^1].Run!.Name);
    }

    [Fact]
    public async Task Rest_gives_plain_values_facets_and_pages()
    {
        var page = await _application.GetAsync("/api/v1/runs/find?q=ipc%3C%3D3&sort=-accuracy&columns=accuracy,created,tags,seed&count=2&offset=1");
        Assert.Equal(3, page.GetProperty("total").GetInt32());
        Assert.Equal(2, page.GetProperty("rows").GetArrayLength());
        var cells = page.GetProperty("rows")[0].GetProperty("cells");
        Assert.Equal((0.2, JsonValueKind.Null, 2.0), (cells[0].GetDouble(), cells[2].ValueKind, cells[3].GetDouble()));
        Assert.Equal("2030-01-02T03:06:05.000Z", cells[1].GetString());
        var status = page.GetProperty("facets").EnumerateArray().Single(facet => facet.GetProperty("field").GetString() == "status");
        Assert.Equal("completed", status.GetProperty("values")[0].GetProperty("value").GetString());
        using var client = _application.CreateClient();
        using var faulty = await client.GetAsync("/api/v1/runs/find?q=ipc%20%3D%20x", TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, faulty.StatusCode);
        Assert.Contains("\"start\":6", await faulty.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private RunTable Table => _application.Services.GetRequiredService<RunTable>();

    private string Numbers(RunQuery query) => string.Join(' ', Table.Find(query).Rows.Select(row => row.Run!.Seed()));

    private async Task ChangeAsync(int number, RunMetaChange change) => Assert.Equal(MetaResult.Done, (await _application.Services
        .GetRequiredService<RunMetadata>().ChangeAsync(StoredRuns.Id(number), change, TestContext.Current.CancellationToken)).Result);

    private static RunSpec Spec(int number) => new()
    {
        Name = $"Run {number}",
        Seed = number,
        Data = new DataSpec { Name = number % 2 == 0 ? "other" : "demo" },
        Method = new ComponentSpec { Name = "distribution-matching", Options = new Dictionary<string, JsonElement> { ["imagesPerClass"] = JsonSerializer.SerializeToElement(number) } },
    };

    private static RunSummary Change(int number, RunSummary row) => row with
    {
        Status = number == 3 ? RunStatus.Failed : RunStatus.Completed,
        Accuracy = number == 4 ? null : new Score(number / 10.0, 0.01, 3),
    };
}

/// <summary>Tells the runs of this test apart.</summary>
internal static class RunNumbers
{
    public static string Seed(this RunSummary run) => $"{run.ImagesPerClass}";
}
