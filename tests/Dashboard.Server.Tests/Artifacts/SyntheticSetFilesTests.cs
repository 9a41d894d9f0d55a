using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Contracts;
using Engine.Runs;

namespace Dashboard.Server.Tests.Artifacts;

public sealed class SyntheticSetFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DashboardApplication _application;

    public SyntheticSetFilesTests() => _application = new DashboardApplication(_folder.Path, Execute);

    public void Dispose()
    {
        _application.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Files_are_served_by_iteration_with_a_tag_that_is_their_hash()
    {
        var address = await AddressAsync();
        using var first = await GetAsync(address + "5.png");
        Assert.Equal("image/png", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal([5, 1], await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Contains("immutable", first.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var again = await GetAsync(address + "5.png", request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var part = await GetAsync(address + "5.npz", request => request.Headers.Range = new RangeHeaderValue(1, 1));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal([2], await part.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_latest_is_asked_for_again_and_the_archive_is_made_by_the_engine()
    {
        var address = await AddressAsync();
        using var latest = await GetAsync(address + "latest.png");
        Assert.True(latest.Headers.CacheControl!.NoCache);
        Assert.Equal([10, 1], await latest.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var archive = await GetAsync(address + "latest.zip");
        Assert.Equal("application/zip", archive.Content.Headers.ContentType!.MediaType);
        Assert.Equal([10, 2], await archive.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var none = await GetAsync(address + "7.png");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Empty(Directory.GetFiles(_folder["temporary"]));
    }

    private async Task<string> AddressAsync()
    {
        var id = await _application.SubmitAsync();
        await _application.FollowAsync(id);
        return $"/api/v1/runs/{id}/synthetic-sets/";
    }

    private async Task<HttpResponseMessage> GetAsync(string address, Action<HttpRequestMessage>? change = null)
    {
        using var client = _application.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        change?.Invoke(request);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static void Execute(RunSpec spec, RunLog log, RunControl control, string folder)
    {
        foreach (byte iteration in new byte[] { 5, 10 })
        {
            log.Append(new SyntheticSetSaved(iteration, Save(folder, [iteration, 2], ".npz"), Save(folder, [iteration, 1], ".png"), 1, ["a"], 1, 1));
        }

        log.Append(new RunEnded(RunStatus.Completed, ""));
    }

    private static string Save(string folder, byte[] bytes, string extension)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes)) + extension;
        Directory.CreateDirectory(Path.Combine(folder, "artifacts"));
        File.WriteAllBytes(Path.Combine(folder, "artifacts", name), bytes);
        return name;
    }
}
