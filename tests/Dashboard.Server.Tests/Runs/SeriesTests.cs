using System.Net;
using System.Text;
using System.Text.Json;
using Contracts;

namespace Dashboard.Server.Tests.Runs;

public sealed class SeriesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(600);
    private readonly DashboardApplication _application;

    public SeriesTests() => _application = new DashboardApplication(_folder.Path, _engine.Execute);

    public void Dispose()
    {
        _application.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(",\"points\":100", "?points=100")]
    [InlineData(",\"from\":50,\"to\":60", "?from=50&to=60")]
    public async Task Several_series_at_once_are_what_each_is_alone(string members, string query)
    {
        var id = await RunAsync();
        var (status, several) = await PostAsync(id, $$"""{"names":["lr","loss/matching","none","lr"]{{members}}}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["lr", "loss/matching", "none"], several.EnumerateArray().Select(series => series.GetProperty("name").GetString()!));
        foreach (var series in several.EnumerateArray())
        {
            var alone = await _application.GetAsync($"/api/v1/runs/{id}/series/{series.GetProperty("name").GetString()}{query}");
            Assert.Equal(alone.GetRawText(), series.GetRawText());
        }

        Assert.True(several[1].GetProperty("total").GetInt32() is 600 or 11);
        Assert.Equal(0, several[2].GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_is_no_question_is_refused()
    {
        var id = await RunAsync();
        foreach (var body in new[] { "{}", """{"names":null}""", """{"names":[null]}""", """{"names":["lr"],"path":"/"}""", "[\"lr\"]" })
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, (await PostAsync(id, body)).Status));
    }

    [Fact]
    public async Task Too_many_names_and_an_unknown_run_are_refused()
    {
        var names = string.Join(',', Enumerable.Range(0, 257).Select(i => $"\"a{i}\""));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(await RunAsync(), $$"""{"names":[{{names}}]}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(RunId.Create(DateTimeOffset.UnixEpoch, 1), """{"names":["lr"]}""")).Status);
    }

    [Fact]
    public async Task A_stored_run_tells_what_it_told_in_memory()
    {
        _engine.Allow(300);
        var id = await _application.SubmitAsync();
        await _application.UntilAsync(id, row => row.Iteration == 300);
        var before = await _application.GetAsync($"/api/v1/runs/{id}/series/loss/matching?to=300&points=40");
        _engine.Allow(300);
        await _application.UntilAsync(id, row => row.Status == RunStatus.Completed);
        await _application.FollowAsync(id);
        foreach (var look in Enumerable.Range(0, 2))
        {
            var after = await _application.GetAsync($"/api/v1/runs/{id}/series/loss/matching?to=300&points=40");
            foreach (var part in new[] { "total", "width", "holes", "x", "y", "t" })
                Assert.Equal((look, before.GetProperty(part).GetRawText()), (look, after.GetProperty(part).GetRawText()));
        }
    }

    [Fact]
    public async Task A_table_holds_every_point_and_a_name_is_never_a_formula()
    {
        var id = await RunAsync();
        using var client = _application.CreateClient();
        var text = await client.GetStringAsync(
            new Uri($"/api/v1/runs/{id}/series.csv?name=lr&name=%3Ddde&from=10&to=12", UriKind.Relative), TestContext.Current.CancellationToken);
        var lines = text.Split("\r\n");
        Assert.Equal("series,iteration,unix_seconds,value", lines[0]);
        Assert.Equal(["lr,10", "lr,11", "lr,12"], lines[1..4].Select(line => string.Join(',', line.Split(',')[..2])));
        Assert.All(lines[1..4], line => Assert.EndsWith(",0.5", line, StringComparison.Ordinal));
        Assert.Equal("", Assert.Single(lines[4..]));
        using var none = await client.GetAsync(new Uri($"/api/v1/runs/{id}/series.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
    }

    private async Task<RunId> RunAsync()
    {
        _engine.Allow(600);
        var id = await _application.SubmitAsync();
        await _application.UntilAsync(id, row => row.Status == RunStatus.Completed);
        return id;
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(RunId id, string body)
    {
        using var client = _application.CreateClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync($"/api/v1/runs/{id}/series", content, TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }
}
