using System.Net;
using System.Reflection;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.Help;
using Dashboard.Server.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Hosting;

public sealed class ReadOnlyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(5);
    private readonly DashboardApplication _application;

    public ReadOnlyTests() => _application = new DashboardApplication(_folder.Path, _engine.Execute)
    {
        Settings = new Dictionary<string, string> { ["Access:ReadOnly"] = "true" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _application.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }

    /// <summary>Async methods of the doors that only ask; every other one must be marked as changing something.</summary>
    private static readonly string[] Questions =
        ["IComparison.BytesAsync", "IComparison.ReadAsync", "IDataSets.ReadAsync", "IEstimates.OfAsync", "IFrames.LabelAsync", "ILibrary.FilesAsync"];

    [Fact]
    public void Every_method_of_a_door_that_may_change_something_is_marked()
    {
        var unmarked = typeof(IRuns).Assembly.GetTypes().Where(ReadOnlyMode.IsDoor).SelectMany(door => door.GetMethods())
            .Where(method => typeof(Task).IsAssignableFrom(method.ReturnType) && method.GetCustomAttribute<ChangesAttribute>() is null)
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}");
        Assert.Equal(Questions, unmarked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rest_refuses_every_command_and_answers_every_question()
    {
        using var client = _application.CreateClient();
        var id = RunId.Create(DateTimeOffset.UnixEpoch, 1);
        foreach (var (method, address) in new[]
        {
            ("POST", "/api/v1/runs"), ("DELETE", $"/api/v1/runs/{id}"), ("POST", $"/api/v1/runs/{id}/resume"), ("PUT", "/api/v1/queue/lines/cpu"),
            ("POST", "/api/v1/sets?name=a.npz"), ("POST", "/api/v1/library"), ("POST", "/api/v1/datasets/folder"),
            ("POST", "/api/v1/estimates/probe"), ("PUT", "/api/v1/recipes/a"), ("DELETE", "/api/v1/experts/a"),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = new StringContent("{}") };
            using var answer = await client.SendAsync(request, Cancellation);
            Assert.Equal((address, HttpStatusCode.Forbidden), (address, answer.StatusCode));
            Assert.Contains("Access:ReadOnly", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        using var asked = await client.PostAsync(
            new Uri($"/api/v1/runs/{id}/series", UriKind.Relative),
            new StringContent("""{"names": ["loss/matching"]}""", System.Text.Encoding.UTF8, "application/json"), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, asked.StatusCode);
        foreach (var address in new[] { "/api/v1/runs", "/api/v1/queue", "/api/v1/overview", "/health" })
        {
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
            Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
        }
    }

    [Fact]
    public async Task Rest_refuses_every_route_that_is_not_marked_as_a_question()
    {
        using var client = _application.CreateClient();
        var routes = _application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true && route.Metadata.GetMetadata<AsksOnly>() is null)
            .SelectMany(route => (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => (Method: method, Route: route)))
            .Where(route => route.Method != "GET").ToList();
        Assert.True(routes.Count > 20, $"Only {routes.Count} routes were found.");
        foreach (var (method, route) in routes)
        {
            var address = string.Join('/', route.RoutePattern.PathSegments.Select(segment => segment.Parts[0] switch
            {
                RoutePatternParameterPart { Name: "id" } => RunId.Create(DateTimeOffset.UnixEpoch, 1).Value,
                RoutePatternParameterPart => "1",
                RoutePatternLiteralPart literal => literal.Content,
                var other => other.ToString(),
            }));
            using var request = new HttpRequestMessage(new HttpMethod(method), "/" + address) { Content = new StringContent("{}") };
            using var answer = await client.SendAsync(request, Cancellation);
            Assert.Equal((method, route.RoutePattern.RawText, HttpStatusCode.Forbidden), (method, route.RoutePattern.RawText, answer.StatusCode));
        }
    }

    [Fact]
    public async Task Doors_refuse_in_their_own_words_and_answer_questions()
    {
        var runs = _application.Services.GetRequiredService<IRuns>();
        Assert.Empty(runs.List());
        var refused = await runs.SubmitAsync(new RunSpec(), Cancellation);
        Assert.Null(refused.Run);
        Assert.Contains("read-only", Assert.Single(refused.Faults).Message, StringComparison.Ordinal);
        Assert.Equal(CommandResult.Refused, await runs.CommandAsync(default, RunCommand.Delete, Cancellation));
        Assert.Equal(CommandResult.Refused, await _application.Services.GetRequiredService<IQueue>().SetModeAsync("cpu", QueueMode.Paused, Cancellation));
        Assert.Single(await _application.Services.GetRequiredService<IRecipes>().SaveAsync(new RecipeSpec { Name = "a" }, Cancellation));
        Assert.NotNull((await _application.Services.GetRequiredService<ISets>().UploadAsync("a.npz", Stream.Null, Cancellation)).Fault);
        Assert.Equal(QueueMode.Open, _application.Services.GetRequiredService<IQueue>().Lines()[0].Mode);
    }

    [Fact]
    public async Task Every_command_of_the_help_is_a_route_of_the_server()
    {
        var paths = (await _application.GetAsync("/openapi/v1.json")).GetProperty("paths");
        foreach (var example in ApiExample.All)
        {
            var path = paths.EnumerateObject().FirstOrDefault(known => Plain(known.Name) == Plain(example.Path)
                && known.Value.TryGetProperty(example.Method.ToLowerInvariant(), out _));
            Assert.True(path.Name is not null, $"{example.Method} {example.Path}");
        }
    }

    private static string Plain(string path) => path.TrimEnd('/');
}
