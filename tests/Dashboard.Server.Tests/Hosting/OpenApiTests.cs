namespace Dashboard.Server.Tests.Hosting;

public sealed class OpenApiTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeLab _lab = new();
    private readonly DashboardApplication _application;

    public OpenApiTests() => _application = new DashboardApplication(_folder.Path, _lab.Execute);

    public void Dispose()
    {
        _application.Dispose();
        _lab.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/api/v1/recipes", "get", "200")]
    [InlineData("/api/v1/recipes/{name}", "put", "204 400 413 415")]
    [InlineData("/api/v1/recipes/{name}", "delete", "204 404")]
    [InlineData("/api/v1/sets", "get", "200")]
    [InlineData("/api/v1/sets", "post", "201 400 409 413 507")]
    [InlineData("/api/v1/sets/{name}", "delete", "204 404 409")]
    [InlineData("/api/v1/runs/{id}/mitigation", "get", "200 404 409")]
    [InlineData("/api/v1/runs/{id}/mitigation.csv", "get", "200 404 409")]
    [InlineData("/api/v1/runs/{id}/series", "get", "200 404")]
    [InlineData("/api/v1/runs/{id}/series", "post", "200 400 404")]
    [InlineData("/api/v1/runs/{id}/artifacts/{file}", "get", "200 404")]
    public async Task The_mitigation_lab_is_described(string path, string method, string answers)
    {
        var document = await _application.GetAsync("/openapi/v1.json");
        var operation = document.GetProperty("paths").GetProperty(path).GetProperty(method);
        Assert.Equal(answers, string.Join(' ', operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Order()));
        Assert.Equal(method is "put" or "post", operation.TryGetProperty("requestBody", out _));
    }
}
