using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.RealData;
using Dashboard.Server.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.RealData;

/// <summary>Folders of the server and addresses: both are closed by default, and open only as far as the settings say.</summary>
public sealed class FolderAndAddressTests : IDisposable
{
    private static readonly DataSetRegistration Pets = new() { Name = "pets", By = "Ada" };
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _allowed = new();
    private readonly TemporaryFolder _elsewhere = new();
    private readonly FakeLab _lab = new();
    private readonly DashboardApplication _application;

    public FolderAndAddressTests() => _application = new DashboardApplication(_folder.Path, _lab.Execute)
    {
        Settings = new Dictionary<string, string> { ["Data:Folders"] = _allowed.Path, ["Uploads:MostMiB"] = "1" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IDataSets Sets => _application.Services.GetRequiredService<IDataSets>();

    public void Dispose()
    {
        _application.Dispose();
        _lab.Dispose();
        _elsewhere.Dispose();
        _allowed.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_folder_below_an_allowed_place_is_copied()
    {
        Write(_allowed["animals"]);
        var answer = await Sets.CopyAsync(Pets, _allowed["animals"], null, Cancellation);
        Assert.Equal(["cats", "dogs"], answer.Facts!.Classes.Select(one => one.Name));
        Directory.Delete(_allowed["animals"], recursive: true);
        Assert.Equal(answer.Facts.ContentHash, (await Sets.ReadAsync("pets", Cancellation)).Facts!.ContentHash);
        Assert.Equal(("folder", _allowed["animals"]), (Sets.Find("pets")!.Origin!.Origin, Sets.Find("pets")!.Origin!.From));
    }

    [Fact]
    public async Task Every_way_out_of_the_allowed_places_is_closed_and_tells_nothing()
    {
        Write(_elsewhere["secret"]);
        Write(_allowed["inside"]);
        Directory.CreateSymbolicLink(_allowed["link"], _elsewhere["secret"]);
        Directory.CreateSymbolicLink(_allowed["up"], _elsewhere.Path);
        Directory.CreateDirectory(_allowed.Path + "-beside");
        string[] paths =
        [
            _elsewhere["secret"], _allowed["link"], Path.Combine(_allowed["up"], "secret"), Path.Combine(_allowed.Path, "..", Path.GetFileName(_elsewhere.Path), "secret"),
            _allowed.Path, _allowed.Path + "-beside", _allowed["nowhere"], "inside", "", "/", "/etc", "~", "file:///etc", _allowed["inside"] + "\0",
        ];
        var answers = new List<string>();
        foreach (var path in paths) answers.Add(Assert.Single((await Sets.CopyAsync(Pets, path, null, Cancellation)).Faults).ToString());
        Directory.Delete(_allowed.Path + "-beside");
        Assert.Single(answers.Distinct());
        AssertNothingLeft();
    }

    [Fact]
    public async Task Links_and_hidden_names_inside_a_folder_are_all_told()
    {
        Write(_allowed["animals"]);
        File.CreateSymbolicLink(Path.Combine(_allowed["animals"], "cats", "link.png"), "/etc/passwd");
        Directory.CreateSymbolicLink(Path.Combine(_allowed["animals"], "birds"), _elsewhere.Path);
        await File.WriteAllBytesAsync(Path.Combine(_allowed["animals"], "cats", "a\tb.png"), TinyPng.Of(8, 8, 1), Cancellation);
        var faults = (await Sets.CopyAsync(Pets, _allowed["animals"], null, Cancellation)).Faults;
        Assert.Equal(3, faults.Count);
        Assert.DoesNotContain(faults, fault => fault.ToString().Contains('\t', StringComparison.Ordinal));
        AssertNothingLeft();
    }

    [Fact]
    public async Task By_default_neither_folders_nor_addresses_are_taken()
    {
        using var folder = new TemporaryFolder();
        await using var closed = new DashboardApplication(folder.Path, _lab.Execute);
        var sets = closed.Services.GetRequiredService<IDataSets>();
        Write(_allowed["animals"]);
        Assert.Equal((0, false), (sets.Limits.Folders.Count, sets.Limits.Downloads));
        Assert.Contains("Data:Folders", Assert.Single((await sets.CopyAsync(Pets, _allowed["animals"], null, Cancellation)).Faults).ToString(), StringComparison.Ordinal);
        Assert.Contains("Data:AllowDownload", Assert.Single((await sets.DownloadAsync(Pets, "https://example.org/a.zip", "", null, Cancellation)).Faults).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data:Folders", "relative/path")]
    [InlineData("Data:AllowDownload", "perhaps")]
    public void A_setting_that_is_none_refuses_the_start(string name, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build();
        Assert.Contains(value, Assert.Throws<StartRefusedException>(() => DataIntakeSettings.Of(settings)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:7f00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void An_address_of_no_public_network_is_none_to_connect_to(string address) => Assert.False(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("128.100.3.30")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    public void A_public_one_is(string address) => Assert.True(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://127.0.0.1/a.zip")]
    [InlineData("https://127.1/a.zip")]
    [InlineData("https://2130706433/a.zip")]
    [InlineData("https://0177.0.0.1/a.zip")]
    [InlineData("https://[::1]/a.zip")]
    [InlineData("https://[::ffff:127.0.0.1]/a.zip")]
    [InlineData("https://169.254.169.254/a.zip")]
    [InlineData("https://rebound.test/a.zip")]
    [InlineData("https://mixed.test/a.zip")]
    public async Task Whatever_a_host_is_called_the_address_itself_is_looked_at(string address)
    {
        var asked = 0;
        var network = new PublicAddresses((host, _) =>
        {
            asked++;
            return Task.FromResult(host == "mixed.test" ? [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback] : new[] { IPAddress.Parse("10.1.2.3") });
        });
        var answer = await Doors(network.Handler).DownloadAsync(Pets, address, "", null, Cancellation);
        Assert.Contains("public network", Assert.Single(answer.Faults).ToString(), StringComparison.Ordinal);
        Assert.InRange(asked, 0, 1);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("http://example.org/a.zip")]
    [InlineData("ftp://example.org/a.zip")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:secret@example.org/a.zip")]
    [InlineData("//example.org/a.zip")]
    [InlineData("a.zip")]
    [InlineData("")]
    public async Task Only_https_without_a_password_is_fetched(string address)
    {
        var server = new ScriptedServer();
        Assert.Single((await Doors(() => server).DownloadAsync(Pets, address, "", null, Cancellation)).Faults);
        Assert.Empty(server.Asked);
    }

    [Theory]
    [InlineData("http://example.org/b.zip", "https://")]
    [InlineData("file:///etc/passwd", "https://")]
    [InlineData("/a.zip", "through more than")]
    public async Task A_redirect_is_looked_at_like_the_first_address(string location, string told)
    {
        var server = new ScriptedServer { Location = location };
        var answer = await Doors(() => server).DownloadAsync(Pets, "https://example.org/a.zip", "", null, Cancellation);
        Assert.Contains(told, Assert.Single(answer.Faults).ToString(), StringComparison.Ordinal);
        Assert.All(server.Asked, asked => Assert.Equal("https", asked.Scheme));
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_file_at_an_address_becomes_a_set_when_its_hash_is_the_one_asked_for()
    {
        var zip = TinyPng.Zip(TinyPng.Pets());
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(zip));
        var other = await Doors(() => new ScriptedServer { Content = zip }).DownloadAsync(Pets, "https://example.org/a.zip", new string('0', 64), null, Cancellation);
        Assert.Contains(hash, Assert.Single(other.Faults).ToString(), StringComparison.Ordinal);
        AssertNothingLeft();
        var answer = await Doors(() => new ScriptedServer { Content = zip }).DownloadAsync(Pets, "https://example.org/a.zip?token=secret", hash.ToUpperInvariant(), null, Cancellation);
        Assert.Equal(2, answer.Facts!.Classes.Count);
        Assert.Equal(("url", "https://example.org/a.zip", hash), (Sets.Find("pets")!.Origin!.Origin, Sets.Find("pets")!.Origin!.From, Sets.Find("pets")!.Origin!.FileHash));
    }

    [Fact]
    public async Task A_file_that_never_ends_is_given_up_at_the_limit()
    {
        var answer = await Doors(() => new ScriptedServer { Content = [.. TinyPng.Zip(TinyPng.Pets()), .. new byte[2 << 20]], IsUntold = true })
            .DownloadAsync(Pets, "https://example.org/a.zip", "", null, Cancellation);
        Assert.Contains("1 MiB", Assert.Single(answer.Faults).ToString(), StringComparison.Ordinal);
        var missing = await Doors(() => new ScriptedServer()).DownloadAsync(Pets, "https://example.org/a.zip", "", null, Cancellation);
        Assert.Contains("404", Assert.Single(missing.Faults).ToString(), StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData(false, "0.1 seconds; nothing was kept")]
    [InlineData(true, "broke off")]
    public async Task A_server_that_falls_silent_or_breaks_off_is_told(bool breaks, string told)
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(TinyPng.Zip(TinyPng.Pets()).AsMemory(0, 40), Cancellation);
        if (breaks) await pipe.Writer.CompleteAsync(new IOException("Connection reset."));
        var answer = await Doors(() => new ScriptedServer { Body = pipe.Reader.AsStream() }, TimeSpan.FromMilliseconds(100))
            .DownloadAsync(Pets, "https://example.org/a.zip", "", null, Cancellation);
        Assert.Contains(told, Assert.Single(answer.Faults).ToString(), StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_named_pipe_in_a_folder_is_never_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Named pipes are made by mkfifo.");
        Write(_allowed["animals"]);
        using (var made = Process.Start("mkfifo", [Path.Combine(_allowed["animals"], "cats", "pipe.png")])) await made.WaitForExitAsync(Cancellation);
        var answer = await Sets.CopyAsync(Pets, _allowed["animals"], null, Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.NotEmpty(answer.Faults);
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_set_whose_record_cannot_be_stored_can_be_tried_again()
    {
        Write(_allowed["animals"]);
        _ = Sets;
        _application.Services.GetRequiredService<Store>().Dispose();
        Assert.Single((await Sets.CopyAsync(Pets, _allowed["animals"], null, Cancellation)).Faults);
        AssertNothingLeft();
    }

    private DataSetDoors Doors(Func<HttpMessageHandler> network, TimeSpan? idle = null) => new(
        _application.Services.GetRequiredService<DataIntake>(), new DataIntakeSettings([], Downloads: true), new DataDownload(network, TimeProvider.System, idle), TimeProvider.System);

    private void AssertNothingLeft()
    {
        Assert.Empty(Directory.GetFileSystemEntries(_folder["data"]));
        Assert.Empty(Directory.GetFileSystemEntries(_folder["temporary"]));
    }

    private static void Write(string folder)
    {
        foreach (var (name, content) in TinyPng.Pets())
        {
            Directory.CreateDirectory(Path.Combine(folder, Path.GetDirectoryName(name)!));
            File.WriteAllBytes(Path.Combine(folder, name), content);
        }
    }

    /// <summary>Answers as it is told to: with a redirect, with content, or with 404.</summary>
    private sealed class ScriptedServer : HttpMessageHandler
    {
        public List<Uri> Asked { get; } = [];

        public string Location { get; init; } = "";

        public byte[] Content { get; init; } = [];

        public bool IsUntold { get; init; }

        public Stream? Body { get; init; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!);
            var response = new HttpResponseMessage(Location.Length > 0 ? HttpStatusCode.Found : Content.Length > 0 ? HttpStatusCode.OK : HttpStatusCode.NotFound);
            if (Location.Length > 0) response.Headers.Location = new Uri(Location, UriKind.RelativeOrAbsolute);
            if (Content.Length > 0) response.Content = IsUntold ? new StreamContent(new Untold(Content)) : new ByteArrayContent(Content);
            if (Body is not null) (response.StatusCode, response.Content) = (HttpStatusCode.OK, new StreamContent(Body));
            return Task.FromResult(response);
        }
    }

    /// <summary>Bytes without a length.</summary>
    private sealed class Untold(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
