using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using Dashboard.Client.Doors;
using MessagePack;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Live;

public sealed class LiveHubTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(400);
    private readonly DashboardApplication _application;

    public LiveHubTests() => _application = new DashboardApplication(_folder.Path, _engine.Execute);

    public void Dispose()
    {
        _application.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Both_protocols_tell_the_same_events_as_rest()
    {
        var id = await _application.SubmitAsync();
        var json = WatchAsync(id, 0, messagePack: false);
        var pack = WatchAsync(id, 0, messagePack: true);
        _engine.Allow(400);
        var expected = (await _application.FollowAsync(id)).Select(e => JsonNode.Parse(JsonSerializer.Serialize(e, ContractsJson.Default.RunEvent))!.ToJsonString());
        Assert.Equal(expected, await json);
        Assert.Equal(expected, await pack);
    }

    [Fact]
    public async Task A_reconnect_with_the_last_number_has_no_gap_and_no_repeat()
    {
        var id = await _application.SubmitAsync();
        _engine.Allow(100);
        await _application.UntilAsync(id, row => row.Iteration == 100);
        var first = await WatchAsync(id, 0, messagePack: true, until: 50);
        _engine.Allow(300);
        var rest = await WatchAsync(id, first.Count, messagePack: true);
        var numbers = first.Concat(rest).Select(text => JsonNode.Parse(text)!["seq"]!.GetValue<long>());
        Assert.Equal(Enumerable.Range(1, 404).Select(i => (long)i), numbers);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("0123456789abcdef")]
    public async Task An_unknown_run_is_told_in_words(string id)
    {
        await using var connection = await ConnectAsync(messagePack: false);
        var refusal = await Assert.ThrowsAsync<HubException>(async () =>
        {
            await foreach (var _ in connection.StreamAsync<JsonElement>("Watch", id, 0L, TestContext.Current.CancellationToken)) Assert.Fail("told something");
        });
        Assert.Contains("There is no such run.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_that_stops_reading_does_not_hold_the_run()
    {
        var id = await _application.SubmitAsync();
        await using var connection = await ConnectAsync(messagePack: true);
        var idle = connection.StreamAsync<object>("Watch", id.Value, 0L, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await idle.MoveNextAsync();
        _engine.Allow(400);
        Assert.Equal(404, (await _application.FollowAsync(id)).Count);
        await idle.DisposeAsync();
    }

    private async Task<List<string>> WatchAsync(RunId id, long after, bool messagePack, int until = int.MaxValue)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var connection = await ConnectAsync(messagePack);
        var events = new List<string>();
        await foreach (var batch in connection.StreamAsync<object>("Watch", id.Value, after, cancellation))
        {
            var node = batch is JsonElement element
                ? JsonNode.Parse(element.GetRawText())!
                : JsonNode.Parse(MessagePackSerializer.ConvertToJson(MessagePackSerializer.Serialize(batch, ContractlessStandardResolver.Options, cancellation), cancellationToken: cancellation))!;
            Assert.Equal(events.Count + after + 1, node["from"]!.GetValue<long>());
            events.AddRange(node["events"]!.AsArray().Select(e => e!.ToJsonString()));
            Assert.Equal(events.Count + after, node["to"]!.GetValue<long>());
            if (events.Count >= until) break;
        }

        return events;
    }

    private async Task<HubConnection> ConnectAsync(bool messagePack)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(_application.Server.BaseAddress, "/hubs/live"), http =>
        {
            http.HttpMessageHandlerFactory = _ => _application.Server.CreateHandler();
            http.WebSocketFactory = async (context, cancellation) =>
                await _application.Server.CreateWebSocketClient().ConnectAsync(new UriBuilder(context.Uri) { Scheme = "ws" }.Uri, cancellation);
        });
        var connection = (messagePack ? builder.AddMessagePackProtocol() : builder).Build();
        await connection.StartAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
