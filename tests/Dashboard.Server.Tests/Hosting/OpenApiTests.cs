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

    [Fact]
    public async Task The_mitigation_lab_and_the_experts_are_described()
    {
        (string Path, string Method, string Answers)[] operations =
        [
            ("/api/v1/recipes", "get", "200"),
            ("/api/v1/recipes/{name}", "put", "204 400 413 415"),
            ("/api/v1/recipes/{name}", "delete", "204 404"),
            ("/api/v1/sets", "get", "200"),
            ("/api/v1/sets", "post", "201 400 409 413 507"),
            ("/api/v1/sets/{name}", "delete", "204 404 409"),
            ("/api/v1/experts", "get", "200"),
            ("/api/v1/experts/{name}", "delete", "204 404 409 503"),
            ("/api/v1/runs/{id}/mitigation", "get", "200 404 409"),
            ("/api/v1/runs/{id}/mitigation.csv", "get", "200 404 409"),
            ("/api/v1/runs/{id}/series", "get", "200 404"),
            ("/api/v1/runs/{id}/series", "post", "200 400 404"),
            ("/api/v1/runs/{id}/artifacts/{file}", "get", "200 404"),
        ];
        var document = await _application.GetAsync("/openapi/v1.json");
        foreach (var (path, method, answers) in operations)
        {
            var operation = document.GetProperty("paths").GetProperty(path).GetProperty(method);
            var told = string.Join(' ', operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Order());
            Assert.Equal((path, answers), (path, told));
            Assert.Equal((path, method is "put" or "post"), (path, operation.TryGetProperty("requestBody", out _)));
        }
    }
}
