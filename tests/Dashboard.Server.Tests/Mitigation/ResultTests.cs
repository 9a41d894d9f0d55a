using System.Globalization;
using System.Net;
using System.Text.Json;
using Contracts;
using Dashboard.Server.Mitigation;

namespace Dashboard.Server.Tests.Mitigation;

public sealed class ResultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeLab _lab = new();
    private readonly DashboardApplication _application;

    public ResultTests() => _application = new DashboardApplication(_folder.Path, _lab.Execute);

    public void Dispose()
    {
        _application.Dispose();
        _lab.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_finished_batch_tells_gaps_gains_spread_and_costs()
    {
        var result = await _application.GetAsync($"/api/v1/runs/{await BatchAsync(10)}/mitigation");
        Assert.Equal(("completed", 10, 10, "synthetic"), (Text(result, "status"), Number(result, "trained"), Number(result, "planned"), Text(result, "set")));
        Assert.Equal(0.61, result.GetProperty("yardstick").GetProperty("mean").GetDouble(), 12);
        Assert.Equal(["baseline", "full"], result.GetProperty("recipes").EnumerateArray().Select(recipe => Text(recipe, "name")));
        Assert.Equal(0.1, result.GetProperty("recipes")[1].GetProperty("spread").GetDouble(), 12);
        Assert.Equal("resnet-10", Text(result.GetProperty("recipes")[1].GetProperty("worst"), "network"));

        var entry = Entry(result, "mlp", "full");
        Assert.Equal(0.51, entry.GetProperty("score").GetProperty("mean").GetDouble(), 12);
        Assert.Equal(0.50, entry.GetProperty("best").GetProperty("mean").GetDouble(), 12);
        Assert.Equal(0.10, entry.GetProperty("gap").GetDouble(), 12);
        Assert.Equal(0.50, entry.GetProperty("closedShare").GetDouble(), 12);
        var gain = entry.GetProperty("gain");
        Assert.Equal((0.1, 2), (Math.Round(gain.GetProperty("mean").GetDouble(), 12), Number(gain, "count")));
        Assert.Equal(gain.GetProperty("mean").GetDouble(), gain.GetProperty("lower").GetDouble(), 12);       // two equal differences
        Assert.Equal((0.9, 1.5e9, 0.25), (entry.GetProperty("trainAccuracy").GetDouble(), entry.GetProperty("flops").GetDouble(), entry.GetProperty("seconds").GetDouble()));
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("labelRobust").ValueKind);
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("random").ValueKind);
        Assert.Equal(JsonValueKind.Null, Entry(result, "mlp", "baseline").GetProperty("gain").ValueKind);
        Assert.Equal(5, result.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task Ranking_scores_are_told_where_the_batch_has_what_they_need()
    {
        var batch = FakeLab.Batch(await SourceAsync());
        var id = await EndAsync(batch with
        {
            Mitigation = batch.Mitigation! with
            {
                RandomControl = true,
                FullData = true,
                Recipes = [new RecipeSpec { Name = "full" }, new RecipeSpec { Name = "without-augmentation" }],
            },
        });
        var result = await _application.GetAsync($"/api/v1/runs/{id}/mitigation");
        var baseline = Entry(result, "mlp", "baseline");
        Assert.Equal(RankingScores.LabelRobust(0, 0), baseline.GetProperty("labelRobust").GetDouble(), 9);       // the fake's sets are all alike
        Assert.Equal(RankingScores.AugmentationRobust(0, 0), baseline.GetProperty("augmentationRobust").GetDouble(), 9);
        Assert.Equal(JsonValueKind.Null, Entry(result, "mlp", "full").GetProperty("augmentationRobust").ValueKind);     // its twin is not there
        Assert.Equal(JsonValueKind.Null, Entry(result, "mlp", "without-augmentation").GetProperty("augmentationRobust").ValueKind);
        Assert.Equal(["convnet", "mlp", "resnet-10"], result.GetProperty("fullData").EnumerateArray().Select(network => Text(network, "network")));
    }

    [Fact]
    public async Task An_unfinished_batch_tells_what_is_there()
    {
        var result = await _application.GetAsync($"/api/v1/runs/{await BatchAsync(2)}/mitigation");
        Assert.Equal(("running", 2, 10), (Text(result, "status"), Number(result, "trained"), Number(result, "planned")));
        var missing = Entry(result, "resnet-10", "full");
        Assert.All(["score", "gap", "gain", "flops", "seconds"], name => Assert.Equal(JsonValueKind.Null, missing.GetProperty(name).ValueKind));
        _lab.Allow(8);
    }

    [Fact]
    public async Task Every_finished_training_is_a_line_of_the_table()
    {
        var id = await BatchAsync(10);
        using var client = _application.CreateClient();
        using var answer = await client.GetAsync($"/api/v1/runs/{id}/mitigation.csv", TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"{id}-mitigation.csv", answer.Content.Headers.ContentDisposition!.FileName);
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.Equal(12, lines.Length);
        Assert.Equal("mlp,full,synthetic,0,0.5,2,0.55,0.49,0.5,0.9,3,30,1500000000,0.25,false,false,", lines[3]);
        Assert.All(lines[..^1], line => Assert.Equal(16, line.Count(c => c == ',')));
    }

    [Theory]
    [InlineData("mlp (width 8, depth 2)", "\"mlp (width 8, depth 2)\"")]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("@SUM(1,2)", "\"'@SUM(1,2)\"")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("a\r\n=1", "\"a\r\n=1\"")]
    public void Text_is_never_a_formula_nor_a_second_column(string network, string expected)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var trained = new CellTrained(new Cell(network, "full", "synthetic", 0), 0.25, null, 1, null, 3, 30, 1e20, 1.5);
            var text = System.Text.Encoding.UTF8.GetString(MitigationCsv.Write([trained]));
            Assert.Equal($"{expected},full,synthetic,0,0.25,,,,,1,3,30,1E+20,1.5,false,false,\r\n", text[(text.IndexOf("\r\n", StringComparison.Ordinal) + 2)..]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("mitigation")]
    [InlineData("mitigation.csv")]
    public async Task A_run_that_is_no_batch_and_an_unknown_one_are_told_apart(string what)
    {
        Assert.Equal(HttpStatusCode.Conflict, (await GetAsync($"{await SourceAsync()}/{what}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"{RunId.Create(DateTimeOffset.UnixEpoch, 1)}/{what}")).Status);
    }

    [Fact]
    public async Task The_weights_of_a_teacher_can_be_fetched_by_the_name_that_is_told()
    {
        var id = await BatchAsync(10);
        var teachers = (await _application.GetAsync($"/api/v1/runs/{id}/mitigation")).GetProperty("teachers");
        Assert.Equal(2, teachers.GetArrayLength());
        var weights = Text(teachers[1], "weights");
        Assert.Equal([7, 1], (await GetAsync($"{id}/artifacts/{weights}")).Body);
        var set = _application.Desk.Spec(id)!.Mitigation!.Set;
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"{set.Run}/artifacts/{weights}")).Status);      // another run's
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"{id}/artifacts/{set.Artifact}")).Status);       // another kind
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"{id}/artifacts/..%2f..%2f..%2fdashboard.db")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"{id}/artifacts/{weights.ToUpperInvariant()}")).Status);
    }

    private async Task<RunId> SourceAsync()
    {
        var id = await _application.SubmitAsync();
        await _application.UntilAsync(id, row => row.Status == RunStatus.Completed);
        return id;
    }

    private async Task<RunId> BatchAsync(int cells)
    {
        var id = await _application.SubmitAsync(FakeLab.Batch(await SourceAsync()));
        _lab.Allow(cells);
        await _application.UntilAsync(id, row => row.Iteration == cells && (cells < 10 || row.Status == RunStatus.Completed));
        return id;
    }

    private async Task<RunId> EndAsync(RunSpec batch)
    {
        var id = await _application.SubmitAsync(batch);
        _lab.Allow(MitigationPlan.Cells(batch).Count);
        await _application.UntilAsync(id, row => row.Status == RunStatus.Completed);
        return id;
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> GetAsync(string path)
    {
        using var client = _application.CreateClient();
        using var answer = await client.GetAsync("/api/v1/runs/" + path, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static JsonElement Entry(JsonElement result, string network, string recipe) => result.GetProperty("entries").EnumerateArray()
        .Single(entry => Text(entry, "network") == network && Text(entry, "recipe") == recipe);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
