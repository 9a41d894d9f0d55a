using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.Mitigation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Mitigation;

public sealed class UploadTests : IDisposable
{
    private static readonly byte[] Zip = Zipped();
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _data = new();
    private readonly FakeLab _lab = new();
    private readonly DashboardApplication _application;

    public UploadTests() => _application = new DashboardApplication(_folder.Path, _lab.Execute)
    {
        Settings = new Dictionary<string, string> { ["Uploads:MostMiB"] = "1", ["Datasets:Folders"] = _data.Path },
    };

    private ISets Sets => _application.Services.GetRequiredService<ISets>();

    public void Dispose()
    {
        _application.Dispose();
        _lab.Dispose();
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_upload_is_listed_beside_the_data_folders_and_can_be_deleted()
    {
        await File.WriteAllBytesAsync(_data["given.zip"], Zip, TestContext.Current.CancellationToken);
        var (status, entry) = await PostAsync("mine (2).npz", Zip);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(("mine (2).npz", "npz", (long)Zip.Length), (Text(entry, "fileName"), Text(entry, "kind"), entry.GetProperty("bytes").GetInt64()));
        Assert.Equal(Zip, await File.ReadAllBytesAsync(Path.Combine(_folder["sets"], "mine (2).npz"), TestContext.Current.CancellationToken));
        var rows = (await _application.GetAsync("/api/v1/sets")).EnumerateArray().Select(row => (Text(row, "fileName"), row.GetProperty("uploaded").GetBoolean()));
        Assert.Equal([("given.zip", false), ("mine (2).npz", true)], rows);
        Assert.Equal(["given.zip", "mine (2).npz"], Sets.List().Select(set => set.FileName));

        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync("given.zip"));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync("mine%20(2).npz"));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync("mine%20(2).npz"));
        Assert.True(File.Exists(_data["given.zip"]));
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_name_that_is_no_plain_name_of_a_set_is_refused()
    {
        string[] names =
        [
            "..%2fevil.npz", "..%2f..%2fdashboard.npz", "%2fetc%2fcron.d%2fevil.npz", "a%2fb.npz", "..%5cevil.npz", "..npz", ".npz",
            ".hidden.npz", "-rf.npz", "evil.npz%00.txt", "evil%0a.npz", "ein%c3%a9.npz", "C:evil.npz", " evil.npz", "evil.exe", "evil",
            "",
        ];
        foreach (var name in names) Assert.Equal((name, HttpStatusCode.BadRequest), (name, (await PostAsync(name, Zip, escaped: true)).Status));
        AssertNothingLeft();
        Assert.Empty(Directory.GetFiles(_folder.Path, "*evil*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_path_deletes_nothing()
    {
        foreach (var name in new[] { "..%2fdashboard.db", "%2e%2e%2fdashboard.db", "..%5cdashboard.db" })
            Assert.Equal((name, HttpStatusCode.NotFound), (name, await DeleteAsync(name)));
        Assert.True(File.Exists(_folder["dashboard.db"]));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_and_nothing_overwritten()
    {
        await File.WriteAllTextAsync(_data["given.zip"], "theirs", TestContext.Current.CancellationToken);
        await PostAsync("mine.npz", Zip);
        foreach (var name in new[] { "given.zip", "GIVEN.zip", "mine.npz", "Mine.NPZ" })
            Assert.Equal((name, HttpStatusCode.Conflict), (name, (await PostAsync(name, [.. Zip, 1])).Status));
        Assert.Equal(Zip, await File.ReadAllBytesAsync(Path.Combine(_folder["sets"], "mine.npz"), TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(_folder["sets"]));
    }

    [Fact]
    public async Task Of_two_uploads_at_once_with_one_name_one_is_kept_whole()
    {
        byte[][] contents = [[.. Zip, .. new byte[200_000]], [.. Zip, .. Enumerable.Repeat((byte)1, 200_000)]];
        var answers = await Task.WhenAll(contents.Select(content => PostAsync("mine.npz", content)));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict], answers.Select(answer => answer.Status).Order());
        var kept = contents[Array.FindIndex(answers, answer => answer.Status == HttpStatusCode.Created)];
        Assert.Equal(kept, await File.ReadAllBytesAsync(Path.Combine(_folder["sets"], "mine.npz"), TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(_folder["temporary"]));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_whether_it_tells_its_length_or_not()
    {
        byte[] most = [.. Zip, .. new byte[(1024 * 1024) - Zip.Length]];
        foreach (var told in new[] { true, false })
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync("large.npz", [.. most, 0], told: told)).Status);
        AssertNothingLeft();
        foreach (var told in new[] { true, false })
            Assert.Equal(HttpStatusCode.Created, (await PostAsync($"{told}.npz", most, told: told)).Status);
    }

    [Fact]
    public async Task Content_of_another_kind_than_its_name_is_refused()
    {
        (string, string)[] files =
        [
            ("set.npz", "<html>"), ("set.zip", ""), ("set.pt", "import os"), ("set.tar", "PK\u0003\u0004"), ("set.tar", new string('0', 512)),
            ("set.tar.gz", "PK\u0003\u0004"), ("set.tgz", "MZ"), ("teacher.safetensors", "0123456"),
        ];
        foreach (var (name, content) in files)
            Assert.Equal((name, HttpStatusCode.BadRequest), (name, (await PostAsync(name, System.Text.Encoding.Latin1.GetBytes(content))).Status));
        AssertNothingLeft();
    }

    [Fact]
    public async Task Every_kind_is_taken()
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true)) writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "a"));
        using var gzip = new MemoryStream();
        using (var packed = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true)) packed.Write(tar.ToArray());
        (string, byte[])[] files =
        [
            ("a.npz", Zip), ("a.zip", Zip), ("a.pt", Zip), ("old.pt", [0x80, 2, 1]), ("a.tar", tar.ToArray()), ("a.tar.gz", gzip.ToArray()),
            ("a.tgz", gzip.ToArray()), ("A.SAFETENSORS", [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']),
        ];
        foreach (var (name, content) in files) Assert.Equal((name, HttpStatusCode.Created), (name, (await PostAsync(name, content)).Status));
        Assert.Equal(files.Length, Sets.List().Count);
        Assert.DoesNotContain(_application.Services.GetRequiredService<Engine.EngineSettings>().DataFolders, folder => folder == _folder["sets"]);
    }

    [Fact]
    public async Task A_half_upload_leaves_nothing()
    {
        using var broken = new BreakingStream(Zip);
        await Assert.ThrowsAsync<EndOfStreamException>(() => Sets.UploadAsync("half.npz", broken, TestContext.Current.CancellationToken));
        AssertNothingLeft();
        var uploads = _application.Services.GetRequiredService<SetUploads>();
        var answer = await uploads.TakeAsync("half.npz", Zip.Length + 5, new MemoryStream(Zip), TestContext.Current.CancellationToken);
        Assert.Equal((400, true), (answer.Status, answer.Fault!.ToString().Contains("nothing was kept", StringComparison.Ordinal)));
        AssertNothingLeft();
    }

    [Fact]
    public async Task What_a_server_that_died_left_half_done_goes_at_the_next_start()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["temporary"]);
        await File.WriteAllBytesAsync(Path.Combine(folder["temporary"], "half"), Zip, TestContext.Current.CancellationToken);
        await using var application = new DashboardApplication(folder.Path, _lab.Execute);
        _ = application.Server;
        Assert.Empty(Directory.GetFiles(folder["temporary"]));
    }

    [Fact]
    public async Task A_folder_that_takes_nothing_is_told()
    {
        _ = _application.Server;
        Directory.Delete(_folder["temporary"], recursive: true);
        var (status, problem) = await PostAsync("mine.npz", Zip);
        Assert.Equal(HttpStatusCode.InsufficientStorage, status);
        Assert.Contains("disk full", Text(problem, "detail"), StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, problem.ToString(), StringComparison.Ordinal);
        Assert.Contains("disk full", (await Sets.UploadAsync("mine.npz", new MemoryStream(Zip), TestContext.Current.CancellationToken)).Fault!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_a_waiting_batch_needs_stays()
    {
        await PostAsync("mine.npz", Zip);
        var batch = FakeLab.Batch(null);
        var id = await _application.SubmitAsync(batch with { Mitigation = batch.Mitigation! with { Set = new SetSpec { Source = "file", File = "mine.npz" } } });
        await _application.UntilAsync(id, row => row.Status == RunStatus.Running);
        Assert.Equal(HttpStatusCode.Conflict, await DeleteAsync("mine.npz"));
        _lab.Allow(10);
        await _application.UntilAsync(id, row => row.Status == RunStatus.Completed);
        await _application.Desk.CommandAsync(id, RunCommand.Resume, TestContext.Current.CancellationToken);     // ends once the run has left memory
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync("mine.npz"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("much")]
    [InlineData("1048577")]
    public void A_limit_that_is_none_refuses_the_start(string limit)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Uploads:MostMiB", (string?)limit)]).Build();
        Assert.Contains(limit, Assert.Throws<StartRefusedException>(() => UploadLimit.Of(settings)).Message, StringComparison.Ordinal);
        Assert.Equal(512L * 1024 * 1024, UploadLimit.Of(new ConfigurationBuilder().Build()).MostBytes);
    }

    [Fact]
    public void A_page_knows_the_limit_before_it_sends() => Assert.Equal(1024 * 1024, Sets.MostBytes);

    private void AssertNothingLeft()
    {
        Assert.Empty(Directory.GetFileSystemEntries(_folder["sets"]));
        Assert.Empty(Directory.GetFileSystemEntries(_folder["temporary"]));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string name, byte[] content, bool escaped = false, bool told = true)
    {
        using var client = _application.Server.CreateClient();       // the factory's own client buffers a body, and so learns its length
        using var body = told ? (HttpContent)new ByteArrayContent(content) : new StreamContent(new UntoldStream(content));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var address = "/api/v1/sets?name=" + (escaped ? name : Uri.EscapeDataString(name));
        using var answer = await client.PostAsync(address, body, TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    private async Task<HttpStatusCode> DeleteAsync(string name)
    {
        using var client = _application.CreateClient();
        using var answer = await client.DeleteAsync("/api/v1/sets/" + name, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static byte[] Zipped()
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("images.npy").Open();
            entry.Write(new byte[1000]);
        }

        return buffer.ToArray();
    }

    /// <summary>Bytes without a length.</summary>
    private sealed class UntoldStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }

    /// <summary>Bytes, and then a connection that breaks.</summary>
    private sealed class BreakingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            return count > 0 ? count : throw new EndOfStreamException("The connection broke.");
        }
    }
}
