using System.Net;
using System.Text.Json;
using Contracts;
using Dashboard.Client.Doors;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Compare;

public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(4);
    private readonly DashboardApplication _application;

    public CompareTests() => _application = new DashboardApplication(_folder.Path, _engine.Execute);

    public void Dispose()
    {
        _application.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Two_runs_are_told_with_what_differs_and_what_is_missing()
    {
        var (one, other) = (await EndedAsync(new RunSpec { Name = "One" }), await EndedAsync(new RunSpec { Name = "Other", Seed = 3 }));
        var stranger = RunId.Create(DateTimeOffset.UnixEpoch, 1);

        var result = await _application.GetAsync($"/api/v1/compare?runs={other},{stranger},{one}&base={one}");

        Assert.Equal(["Other", "One"], result.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("name").GetString()));
        Assert.Equal([stranger.Value], result.GetProperty("missing").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(one.Value, result.GetProperty("base").GetString());
        var parameter = Assert.Single(result.GetProperty("parameters").EnumerateArray());
        Assert.Equal("seed", parameter.GetProperty("name").GetString());
        Assert.Equal(["3", "0"], parameter.GetProperty("values").EnumerateArray().Select(value => value.GetProperty("text").GetString()));
        Assert.Equal(1, result.GetProperty("differing").GetInt32());
        Assert.Equal([4, 4], result.GetProperty("costs").EnumerateArray().Select(cost => cost.GetProperty("iterations").GetInt32()));
        Assert.Equal(JsonValueKind.Null, result.GetProperty("matrix").GetProperty("columns")[0].GetProperty("worst").ValueKind);
    }

    [Fact]
    public async Task Every_parameter_is_told_on_request()
    {
        var (one, other) = (await EndedAsync(new RunSpec()), await EndedAsync(new RunSpec()));

        var result = await _application.GetAsync($"/api/v1/compare?runs={one},{other}&all=true");

        Assert.Equal(0, result.GetProperty("differing").GetInt32());
        Assert.Equal(result.GetProperty("compared").GetInt32(), result.GetProperty("parameters").GetArrayLength());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?runs=")]
    [InlineData("?runs=000000000000000a")]
    [InlineData("?runs=000000000000000a,000000000000000a")]
    [InlineData("?runs=000000000000000a,..%2Fetc")]
    [InlineData("?runs=000000000000000a,000000000000000b&base=000000000000000c")]
    [InlineData("?runs=1,2,3,4,5,6,7,8,9,10,11,12,13")]
    public async Task What_is_no_comparison_is_refused(string query) => Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(query));

    [Fact]
    public async Task Runs_that_are_not_there_are_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("?runs=000000000000000a,000000000000000b"));

    [Fact]
    public async Task The_cost_of_a_running_run_goes_on_from_where_it_was_read()
    {
        var comparison = _application.Services.GetRequiredService<IComparison>();
        var id = await _application.SubmitAsync();
        _engine.Allow(2);
        await _application.UntilAsync(id, run => run.Iteration == 2);
        var before = Assert.Single(await comparison.ReadAsync([id], TestContext.Current.CancellationToken)).Cost;
        _engine.Allow(2);
        await _application.UntilAsync(id, run => run.Status == RunStatus.Completed);

        var after = Assert.Single(await comparison.ReadAsync([id], TestContext.Current.CancellationToken));

        Assert.InRange(before.Seq, 4, after.Cost.Seq - 1);
        Assert.Equal(after.State.Seq, after.Cost.Seq);
        var whole = (await _application.FollowAsync(id)).Aggregate(RunCost.None, (cost, e) => cost.Apply(e));
        Assert.Equal(whole.PhaseSeconds["distil"], after.Cost.PhaseSeconds["distil"], 9);
    }

    [Fact]
    public async Task Bytes_are_those_of_the_files_of_a_run()
    {
        var id = await EndedAsync(new RunSpec());
        var folder = Path.Combine(_folder.Path, "runs", id.Value, "artifacts");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "a.npz"), new byte[1234], TestContext.Current.CancellationToken);
        var stranger = RunId.Create(DateTimeOffset.UnixEpoch, 1);

        var bytes = await _application.Services.GetRequiredService<IComparison>().BytesAsync([id, stranger], TestContext.Current.CancellationToken);

        Assert.Equal(1234, Assert.Single(bytes).Value);
    }

    private async Task<RunId> EndedAsync(RunSpec spec)
    {
        var id = await _application.SubmitAsync(spec);
        _engine.Allow(4);
        await _application.UntilAsync(id, run => run.Status == RunStatus.Completed);
        return id;
    }

    private async Task<HttpStatusCode> StatusAsync(string query)
    {
        using var client = _application.CreateClient();
        using var answer = await client.GetAsync(new Uri("/api/v1/compare" + query, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
