using System.Net;
using System.Text.RegularExpressions;

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Hosting;

public sealed partial class SecurityTests : IDisposable
{
    private const string Id = "0123456789abcdef";
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(1);
    private readonly DashboardApplication _application;

    public SecurityTests() => _application = new DashboardApplication(_folder.Path, _engine.Execute);

    public void Dispose()
    {
        _application.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("https://evil.test")]
    [InlineData("null")]
    [InlineData("http://localhost.evil.test")]
    [InlineData("http://localhost:81")]
    public async Task A_foreign_origin_reaches_no_unsafe_endpoint_and_no_hub(string origin)
    {
        var refused = 0;
        foreach (var (method, path) in Endpoints().Where(endpoint => endpoint.Method is not ("GET" or "HEAD") || endpoint.Path.StartsWith("/hubs", StringComparison.Ordinal)))
        {
            if (path == NoSuchFile) continue;
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await StatusAsync(method, path, ("Origin", origin))));
            refused++;
        }

        Assert.True(refused >= 8, $"only {refused} endpoints were tried");
        Assert.Empty(_application.Desk.List());
    }

    [Fact]
    public async Task A_foreign_host_reaches_nothing()
    {
        foreach (var (method, path) in Endpoints())
        {
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, await StatusAsync(method, path, ("Host", "evil.test"))));
        }
    }

    [Fact]
    public async Task The_own_origin_and_programs_without_one_are_served()
    {
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("POST", $"/api/v1/runs/{Id}/cancel", ("Origin", "http://localhost")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("POST", $"/api/v1/runs/{Id}/cancel"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("POST", $"/api/v1/runs/{Id}/cancel", ("Sec-Fetch-Site", "cross-site")));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("%252e%252e%252f")]
    [InlineData("..\\..\\windows")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("0123456789abcdef/synthetic-sets/..%2f..%2fdashboard.db")]
    [InlineData("0123456789abcdef/synthetic-sets/1.png.db")]
    [InlineData("0123456789abcdef/synthetic-sets/-1.png")]
    public async Task Nothing_but_an_id_names_a_run(string id)
    {
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("GET", "/api/v1/runs/" + id));
        Assert.Contains(await StatusAsync("DELETE", "/api/v1/runs/" + id), new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        using var client = _application.CreateClient();
        foreach (var path in new[] { "/health", "/api/v1/runs", "/nowhere", "/openapi/v1.json" })
        {
            using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public void The_keys_belong_to_the_owner_alone()
    {
        _ = _application.Server;
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["keys"]));
    }

    /// <summary>The pages' own answer, always 404, to names of files that do not exist; nothing lies behind it.</summary>
    private const string NoSuchFile = "/{**path:file}";

    private List<(string Method, string Path)> Endpoints()
    {
        _ = _application.Server;
        return [.. _application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint =>
            (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"]).Select(method => (method, PathOf(endpoint.RoutePattern.RawText!))))];
    }

    private static string PathOf(string pattern)
    {
        var path = pattern.Replace("{id:run-id}", Id, StringComparison.Ordinal).Replace("{**name}", "loss/matching", StringComparison.Ordinal);
        path = FileParameter().Replace(path, "latest.png").Replace("{documentName}", "v1", StringComparison.Ordinal);
        return path.StartsWith('/') ? path : "/" + path;
    }

    private async Task<HttpStatusCode> StatusAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var client = _application.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    [GeneratedRegex(@"\{file:.*\}$")]
    private static partial Regex FileParameter();
}
