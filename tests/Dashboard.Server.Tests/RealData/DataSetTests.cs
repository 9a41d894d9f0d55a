using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.RealData;

public sealed class DataSetTests : IDisposable
{
    private const int LocalHeader = 30;
    private readonly TemporaryFolder _folder = new();
    private readonly FakeLab _lab = new();
    private readonly DashboardApplication _application;

    public DataSetTests() => _application = new DashboardApplication(_folder.Path, _lab.Execute)
    {
        Settings = new Dictionary<string, string> { ["Uploads:MostMiB"] = "1" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IDataSets Sets => _application.Services.GetRequiredService<IDataSets>();

    public void Dispose()
    {
        _application.Dispose();
        _lab.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_zip_of_class_folders_becomes_a_set_that_a_run_can_name()
    {
        var (status, body) = await PostAsync("pets", "My pets.zip", TinyPng.Zip(TinyPng.Pets()));
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(["cats", "dogs"], body.GetProperty("classes").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal([(4, 1), (4, 1)], body.GetProperty("classes").EnumerateArray().Select(one => (one.GetProperty("train").GetInt32(), one.GetProperty("test").GetInt32())));
        Assert.Contains(Engine.Data.DataSets.List(_application.Services.GetRequiredService<Engine.EngineSettings>()), set => set is { Name: "pets", Available: true });

        var row = Sets.Find("pets")!;
        Assert.Equal(("upload", "My pets.zip", true), (row.Origin!.Origin, row.Origin.From, row.CanDelete));
        Assert.Equal(row.Origin.ContentHash, body.GetProperty("contentHash").GetString());
        using var client = _application.CreateClient();
        using var sheet = await client.GetAsync($"/api/v1/datasets/pets/sheet.png?v={row.Origin.ContentHash}", Cancellation);
        Assert.Equal(("image/png", true), (sheet.Content.Headers.ContentType!.MediaType, sheet.Headers.CacheControl!.ToString().Contains("immutable", StringComparison.Ordinal)));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await sheet.Content.ReadAsByteArrayAsync(Cancellation))[..4]);

        using (var deleted = await client.DeleteAsync("/api/v1/datasets/pets", Cancellation)) Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Null(Sets.Find("pets"));
        AssertNothingLeft();
        using var twice = await client.DeleteAsync("/api/v1/datasets/pets", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);
    }

    [Fact]
    public async Task The_content_hash_does_not_depend_on_how_the_files_were_packed()
    {
        var pets = TinyPng.Pets();
        await PostAsync("one", "a.zip", TinyPng.Zip(pets));
        await PostAsync("two", "b.zip", TinyPng.Zip([.. pets.Reverse().Select(file => ("train-set/" + file.Name, file.Content))]));
        await PostAsync("three", "c.zip", TinyPng.Zip([.. pets.Select((file, i) => i == 0 ? (file.Name, TinyPng.Of(8, 8, 1)) : file)]));
        string Hash(string name) => Sets.Find(name)!.Origin!.ContentHash;
        Assert.Equal(Hash("one"), Hash("two"));
        Assert.NotEqual(Hash("one"), Hash("three"));
        Assert.NotEqual(Sets.Find("one")!.Origin!.FileHash, Sets.Find("two")!.Origin!.FileHash);
    }

    [Theory]
    [InlineData("../evil.png")]
    [InlineData("cats/../../evil.png")]
    [InlineData("/etc/evil.png")]
    [InlineData("cats\\..\\evil.png")]
    [InlineData("C:/evil.png")]
    [InlineData("cats/a\nb.png")]
    [InlineData("cats/\u202Egnp.exe")]
    [InlineData("cats//evil.png")]
    public async Task A_name_that_leaves_the_archive_or_hides_refuses_it_whole(string name)
    {
        var (status, body) = await PostAsync("pets", "pets.zip", TinyPng.Zip([.. TinyPng.Pets(), (name, TinyPng.Of(8, 8, 1))]));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("refused whole", Faults(body).Single(), StringComparison.Ordinal);
        AssertNothingLeft();
        Assert.Empty(Directory.GetFiles(_folder.Path, "*evil*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Every_fault_of_an_archive_is_told()
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("../one");
            zip.CreateEntry("/two");
            zip.CreateEntry("cats/link").ExternalAttributes = unchecked((int)0xA1FF0000);
            zip.CreateEntry("cats/same");
            zip.CreateEntry("cats/same");
        }

        var (_, body) = await PostAsync("pets", "pets.zip", buffer.ToArray());
        var faults = Faults(body);
        Assert.Equal(4, faults.Count);
        foreach (var word in new[] { "'../one'", "'/two'", "is a link", "twice" }) Assert.Contains(faults, fault => fault.Contains(word, StringComparison.Ordinal));
        AssertNothingLeft();
    }

    [Fact]
    public async Task Damaged_images_and_other_sizes_are_all_told()
    {
        var whole = TinyPng.Of(8, 8, 9);
        var (status, body) = await PostAsync("pets", "pets.zip", TinyPng.Zip([
            .. TinyPng.Pets(), ("cats/cut.png", whole[..^20]), ("dogs/text.png", "hello"u8.ToArray()), ("dogs/large.png", TinyPng.Of(9, 8, 1)), ("dogs/wide.png", TinyPng.Of(8, 9, 1)),
        ]));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        var faults = Faults(body);
        Assert.Equal(3, faults.Count);
        foreach (var word in new[] { "cut.png", "text.png", "2 images" }) Assert.Contains(faults, fault => fault.Contains(word, StringComparison.Ordinal));
        AssertNothingLeft();
    }

    [Fact]
    public async Task Bombs_are_refused_before_they_are_unpacked()
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("cats/zeros.png", CompressionLevel.SmallestSize).Open();
            for (var i = 0; i < 100; i++) entry.Write(new byte[1 << 20]);
        }

        var bomb = buffer.ToArray();
        bomb.AsSpan(LocalHeader + "cats/zeros.png".Length, 100).Fill(0xff);     // no deflate: who began to unpack it would say so
        var (status, body) = await PostAsync("pets", "pets.zip", bomb);
        Assert.Equal((HttpStatusCode.BadRequest, true), (status, Faults(body).Single().Contains("times its size", StringComparison.Ordinal)));
        var huge = TinyPng.Of(8, 8, 1);
        (huge[16], huge[17], huge[20], huge[21]) = (0, 1, 0, 1);        // 65,544 × 65,544 pixels, it says
        (status, body) = await PostAsync("pets", "pets.zip", TinyPng.Zip([.. TinyPng.Pets(), ("cats/huge.png", huge)]));
        Assert.Equal((HttpStatusCode.BadRequest, true), (status, Faults(body)[0].Contains("huge.png", StringComparison.Ordinal)));
        AssertNothingLeft();
    }

    [Fact]
    public async Task Names_of_sets_are_plain_and_never_those_of_built_in_ones()
    {
        foreach (var name in new[] { "", "Pets", "../pets", "a/b", ".pets", "pets.zip", "ペット", "cifar10", "cifar-10-binary", "fashion-mnist", "demo", "shapes", new string('a', 65) })
            Assert.Equal((name, HttpStatusCode.BadRequest), (name, (await PostAsync(name, "a.zip", TinyPng.Zip(TinyPng.Pets()))).Status));
        foreach (var file in new[] { "", "a.exe", ".zip", "a.pt", "train-images-idx3-ubyte.gz", "a.png" })
            Assert.Equal((file, HttpStatusCode.BadRequest), (file, (await PostAsync("pets", file, TinyPng.Zip(TinyPng.Pets()))).Status));
        AssertNothingLeft();
    }

    [Fact]
    public async Task Of_two_at_once_with_one_name_one_is_kept_whole()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostAsync("pets", "a.zip", TinyPng.Zip(TinyPng.Pets()))));
        Assert.Equal([201, 409, 409, 409], answers.Select(answer => (int)answer.Status).Order());
        Assert.Single(Directory.GetFileSystemEntries(_folder["data"]));
        Assert.Empty(Directory.GetFileSystemEntries(_folder["temporary"]));
    }

    [Fact]
    public async Task What_is_too_large_broken_off_cancelled_or_of_another_kind_leaves_nothing()
    {
        var pets = TinyPng.Zip(TinyPng.Pets());
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("pets", "a.zip", [.. pets, .. new byte[1 << 20]])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("pets", "a.tar.gz", pets)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("pets", "a.npz", "PK no archive"u8.ToArray())).Status);

        var asked = new DataSetRegistration { Name = "pets" };
        await Assert.ThrowsAsync<EndOfStreamException>(() => Sets.UploadAsync(asked, [File(pets, stream => new BreakingStream(stream))], null, Cancellation));
        var half = await Sets.UploadAsync(asked, [File(pets) with { Length = pets.Length + 1 }], null, Cancellation);
        Assert.Contains("nothing was kept", Assert.Single(half.Faults).ToString(), StringComparison.Ordinal);
        using var stop = new CancellationTokenSource();
        var progress = new Told(told =>
        {
            if (told.Phase == "check") stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sets.UploadAsync(asked, [File(pets)], progress, stop.Token));
        AssertNothingLeft();
        Assert.NotNull((await Sets.UploadAsync(asked, [File(pets)], null, Cancellation)).Facts);       // and the doors are open again
    }

    [Fact]
    public async Task Progress_counts_the_bytes_and_names_the_phases()
    {
        List<DataSetProgress> told = [];
        var pets = TinyPng.Zip(TinyPng.Pets());
        await Sets.UploadAsync(new DataSetRegistration { Name = "pets" }, [File(pets)], new Told(told.Add), Cancellation);
        Assert.Equal(["receive", "check", "keep"], told.Select(one => one.Phase));
        Assert.Equal((pets.Length, (long?)pets.Length), (told[0].Done, told[0].Total));
    }

    [Fact]
    public async Task Idx_files_come_as_a_pair_or_as_four()
    {
        DataSetFile Idx(string name, byte[] content) => new(name, content.Length, _ => new MemoryStream(content));
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 6, 0, 0, 0, 2, 0, 0, 0, 2, .. Enumerable.Range(0, 24).Select(i => (byte)i)], labels = [0, 0, 8, 1, 0, 0, 0, 6, 0, 1, 0, 1, 0, 1];
        var pair = new[] { Idx("train-images.idx3-ubyte", images), Idx("train-labels-idx1-ubyte.gz", Gzip(labels)) };
        var answer = await Sets.UploadAsync(new DataSetRegistration { Name = "digits" }, pair, null, Cancellation);
        Assert.Equal((4, 2, 2), (answer.Facts!.Train, answer.Facts.Test, answer.Facts.Classes.Count));
        Assert.Contains("No test split", answer.Facts.Notes.Single(), StringComparison.Ordinal);
        var four = await Sets.UploadAsync(
            new DataSetRegistration { Name = "digits4" }, [.. pair, Idx("t10k-images-idx3-ubyte", images), Idx("t10k-labels-idx1-ubyte", labels)], null, Cancellation);
        Assert.Equal((6, 6), (four.Facts!.Train, four.Facts.Test));
        Assert.NotEmpty((await Sets.UploadAsync(new DataSetRegistration { Name = "odd" }, [.. pair, Idx("t10k-images-idx3-ubyte", images)], null, Cancellation)).Faults);
        Assert.Equal(answer.Facts.ContentHash, (await Sets.ReadAsync("digits", Cancellation)).Facts!.ContentHash);
    }

    [Fact]
    public async Task A_set_that_a_waiting_run_needs_stays()
    {
        await PostAsync("pets", "a.zip", TinyPng.Zip(TinyPng.Pets()));
        var batch = FakeLab.Batch(null);
        var id = await _application.SubmitAsync(batch with { Data = new DataSpec { Name = "pets" }, Mitigation = batch.Mitigation! with { Set = new SetSpec { Source = "real", ImagesPerClass = 1 } } });
        await _application.UntilAsync(id, row => row.Status == RunStatus.Running);
        Assert.Equal(CommandResult.Refused, await Sets.DeleteAsync("pets", Cancellation));
        Assert.NotNull(Sets.Find("pets"));
        await _application.CommandAsync(id, RunCommand.Cancel);
        await _application.UntilAsync(id, row => row.Status == RunStatus.Cancelled);
        await _application.CommandAsync(id, RunCommand.Resume);       // ends once the run has left memory
        await _application.CommandAsync(id, RunCommand.Cancel);
        await _application.UntilAsync(id, row => row.Status == RunStatus.Cancelled);
        Assert.Equal(CommandResult.Done, await Sets.DeleteAsync("pets", Cancellation));
        Assert.Equal(CommandResult.NotFound, await Sets.DeleteAsync("demo", Cancellation));
        Assert.Equal(CommandResult.NotFound, await Sets.DeleteAsync("../dashboard.db", Cancellation));
    }

    [Fact]
    public async Task While_the_files_of_a_set_leave_the_disk_runs_can_be_submitted()
    {
        await PostAsync("pets", "a.zip", TinyPng.Zip(TinyPng.Pets()));
        using var held = new ManualResetEventSlim();
        var writing = _application.Services.GetRequiredService<Store>().WriteAsync(_ => held.Wait(Cancellation));
        var deleting = Sets.DeleteAsync("pets", Cancellation);      // has moved the set and waits for the writer
        Assert.Single(Directory.GetFileSystemEntries(_folder["temporary"]));
        Assert.True(await _application.Desk.WhileNoRunComesAsync(() => true, Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        held.Set();
        await writing;
        Assert.Equal(CommandResult.Done, await deleting);
        AssertNothingLeft();
    }

    [Fact]
    public async Task The_files_of_a_set_leave_the_disk_also_when_the_store_cannot_be_written()
    {
        await PostAsync("pets", "a.zip", TinyPng.Zip(TinyPng.Pets()));
        _application.Services.GetRequiredService<Store>().Dispose();
        await Assert.ThrowsAsync<StorageException>(() => Sets.DeleteAsync("pets", Cancellation));
        AssertNothingLeft();
    }

    [Fact]
    public async Task What_people_say_of_a_set_is_kept_and_personal_data_needs_a_purpose()
    {
        using var client = _application.CreateClient();
        using (var refused = await client.PutAsJsonAsync("/api/v1/datasets/demo/card", new { personalData = true }, Cancellation))
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using (var taken = await client.PutAsJsonAsync("/api/v1/datasets/demo/card", new { personalData = true, purpose = "Consent of 2026", editedBy = "Ada" }, Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        await _application.DisposeAsync();
        await using var again = new DashboardApplication(_folder.Path, _lab.Execute);
        var card = again.Services.GetRequiredService<IDataSets>().Find("demo")!.Card;
        Assert.Equal((true, "Consent of 2026", "Ada"), (card.PersonalData, card.Purpose, card.EditedBy));
        Assert.NotNull(card.EditedAt);
        using var unknown = await again.CreateClient().PutAsJsonAsync("/api/v1/datasets/none/card", new { }, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private void AssertNothingLeft()
    {
        Assert.Empty(Directory.GetFileSystemEntries(_folder["data"]));
        Assert.Empty(Directory.GetFileSystemEntries(_folder["temporary"]));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string name, string file, byte[] content)
    {
        using var client = _application.CreateClient();
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await client.PostAsync($"/api/v1/datasets?name={Uri.EscapeDataString(name)}&file={Uri.EscapeDataString(file)}", body, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return (answer.StatusCode, text.Length > 0 ? JsonDocument.Parse(text).RootElement : default);
    }

    private static List<string> Faults(JsonElement body) => [.. body.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()!)];

    private static DataSetFile File(byte[] content, Func<byte[], Stream>? open = null) =>
        new("a.zip", content.Length, _ => open is null ? new MemoryStream(content) : open(content));

    private static byte[] Gzip(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var packed = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true)) packed.Write(content);
        return buffer.ToArray();
    }

    /// <summary>Progress on the caller's thread.</summary>
    private sealed class Told(Action<DataSetProgress> tell) : IProgress<DataSetProgress>
    {
        public void Report(DataSetProgress value) => tell(value);
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
