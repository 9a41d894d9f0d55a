using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Contracts;
using Dashboard.Server.Hosting;

namespace Dashboard.Server.Tests.Hosting;

public sealed class JsonBodyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DashboardApplication _application;

    public JsonBodyTests() => _application = new DashboardApplication(_folder.Path, (_, _, _, _) => throw new InvalidOperationException())
    {
        Check = spec => spec.Name == "bad" ? [new SpecFault("seed", "Too odd."), new SpecFault("data.name", "Unknown.")] : [],
    };

    public void Dispose()
    {
        _application.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_fault_is_told_at_once()
    {
        var (status, problem) = await PostAsync("""{"name":"bad"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["seed", "data.name"], problem.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("path").GetString()!));
        Assert.Empty(_application.Desk.List());
    }

    [Theory]
    [InlineData("{\"name\":\n \"a\" \"b\"}", 2)]
    [InlineData("{\"surprise\":1}", 1)]
    [InlineData("{\"data\":null}", 1)]
    [InlineData("{\"seed\":1,\"seed\":2}", 1)]
    [InlineData("{\"seed\":\"1\"}", 1)]
    [InlineData("{\"evaluation\":{\"networks\":[\n{\"name\":\"mlp\"},\nnull]}}", 3)]
    [InlineData("{\"mitigation\":{\"recipes\":[null]}}", 1)]
    [InlineData("{\"mitigation\":{\"set\":null}}", 1)]
    [InlineData("{\"mitigation\":{\"set\":{\"path\":\"/etc/passwd\"}}}", 1)]
    [InlineData("[]", 1)]
    [InlineData("", 1)]
    public async Task A_malformed_spec_is_refused_with_its_position(string body, int line)
    {
        var (status, problem) = await PostAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(line, problem.GetProperty("line").GetInt64());
    }

    [Fact]
    public async Task Absent_members_have_their_defaults()
    {
        var (status, run) = await PostAsync("""{"method":{"name":"herding"}}""");
        Assert.Equal(HttpStatusCode.Created, status);
        var spec = _application.Desk.Spec(RunId.Parse(run.GetProperty("id").GetString()!, null))!;
        Assert.Equal(("herding", "demo", 1000, 50), (spec.Method.Name, spec.Data.Name, spec.Evaluation.Epochs, spec.SaveEvery));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        var (status, problem) = await PostAsync($$"""{"notes":"{{new string('x', JsonBody.Spec.MostBytes)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal(413, problem.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        var (status, problem) = await PostAsync("{}", "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Equal(415, problem.GetProperty("status").GetInt32());
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string body, string type = "application/json")
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var client = _application.CreateClient();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var response = await client.PostAsync("/api/v1/runs", content, cancellation);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation)).RootElement);
    }
}
