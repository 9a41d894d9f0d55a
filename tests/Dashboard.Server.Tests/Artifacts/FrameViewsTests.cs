using System.Net;
using System.Security.Cryptography;
using Contracts;
using Engine.Export;
using Engine.Runs;

namespace Dashboard.Server.Tests.Artifacts;

public sealed class FrameViewsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DashboardApplication _application;
    private readonly List<FramePicture> _made = [];

    public FrameViewsTests() => _application = new DashboardApplication(_folder.Path, Execute) { RenderFrame = Render };

    public void Dispose()
    {
        _application.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_picture_is_made_once_and_never_again_for_whoever_has_it()
    {
        var address = await AddressAsync();
        using var first = await GetAsync(address + "/10/view.png?colours=difference&class=1");
        Assert.Equal((HttpStatusCode.OK, "image/png"), (first.StatusCode, first.Content.Headers.ContentType!.MediaType));
        Assert.Contains("immutable", first.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var same = await GetAsync(address + "/10/view.png?colours=Difference&class=1");
        using var known = await GetAsync(address + "/10/view.png?colours=difference&class=1", first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        var made = Assert.Single(_made);
        Assert.Equal((FrameColours.Difference, 1, null as int?), (made.Colours, made.Class, made.Image));
        Assert.Equal([5, 2], await File.ReadAllBytesAsync(made.Start, TestContext.Current.CancellationToken));
        Assert.Equal([10, 2], await File.ReadAllBytesAsync(made.Files.Data, TestContext.Current.CancellationToken));
        using var other = await GetAsync(address + "/10/view.png?colours=difference&class=0");
        Assert.NotEqual(first.Headers.ETag, other.Headers.ETag);
    }

    [Theory]
    [InlineData("10/view.png?colours=rainbow", HttpStatusCode.BadRequest)]
    [InlineData("10/view.png?colours=7", HttpStatusCode.BadRequest)]
    [InlineData("10/view.png?class=2", HttpStatusCode.BadRequest)]
    [InlineData("10/view.png?class=-1", HttpStatusCode.BadRequest)]
    [InlineData("10/view.png?image=4", HttpStatusCode.BadRequest)]
    [InlineData("10/view.png?image=1&class=1", HttpStatusCode.BadRequest)]
    [InlineData("10/view.png?image=x", HttpStatusCode.BadRequest)]
    [InlineData("7/view.png", HttpStatusCode.NotFound)]
    [InlineData("-1/view.png", HttpStatusCode.NotFound)]
    [InlineData("10/labels/1", HttpStatusCode.NotFound)]
    [InlineData("10/labels/4", HttpStatusCode.NotFound)]
    [InlineData("10/labels/0", HttpStatusCode.OK)]
    public async Task What_does_not_exist_is_refused(string question, HttpStatusCode expected)
    {
        using var answer = await GetAsync($"{await AddressAsync()}/{question}");
        Assert.Equal(expected, answer.StatusCode);
        Assert.Empty(_made);
    }

    private byte[] Render(FramePicture picture)
    {
        _made.Add(picture);
        return [1, 2, 3];
    }

    private async Task<string> AddressAsync()
    {
        var id = await _application.SubmitAsync();
        await _application.FollowAsync(id);
        return $"/api/v1/runs/{id}/synthetic-sets";
    }

    private async Task<HttpResponseMessage> GetAsync(string address, string? tag = null)
    {
        using var client = _application.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static void Execute(RunSpec spec, RunLog log, RunControl control, string folder)
    {
        foreach (byte iteration in new byte[] { 5, 10 })
        {
            log.Append(new SyntheticSetSaved(iteration, Save(folder, [iteration, 2], ".npz"), Save(folder, [iteration, 1], ".png"), 4, ["a", "b"], 1, 1));
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
