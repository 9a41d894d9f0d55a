using System.Net;
using System.Security.Cryptography;
using Contracts;
using Engine.Data;
using Engine.Data.Sources;

namespace Engine.Tests.Data;

public sealed class DataSetsTests : IDisposable
{
    private const string SystemFashion = "/usr/share/datasets/fashion-mnist";
    private readonly DataFiles _files = new();

    [Fact]
    public void The_demo_set_is_the_first_images_of_each_class()
    {
        var demo = Load("demo");
        Assert.Equal("1×28×28", demo.Shape.ToString());
        Assert.True(demo.Mini);
        Assert.Equal(RawImages.Embedded, demo.Found);
        Assert.All(Enumerable.Range(0, 10),
            c => Assert.Equal((500, 100), (demo.TrainLabels.Count(l => l == c), demo.TestLabels.Count(l => l == c))));
        Assert.Equal("219e0834d6dbbfcccb72e61d67310bfef387e43aba6c40b2bc63758d7ad925c9",
            Convert.ToHexStringLower(SHA256.HashData(demo.TrainPixels)));
        Assert.Equal("3d7f6d64869a3f2d1afe64ae33ffb9b20670a91b31e3bbf0657e3999ec7b35cf",
            Convert.ToHexStringLower(SHA256.HashData(demo.TestPixels)));
        Assert.Equal([9, 0, 0, 3, 0, 2, 7, 2, 5, 5], demo.TrainLabels[..10]);
        Assert.Equal([9, 2, 1, 1, 6, 1, 4, 6, 5, 7], demo.TestLabels[..10]);
    }

    [Fact]
    public void Fashion_mnist_comes_from_the_system_package()
    {
        Assert.SkipUnless(Directory.Exists(SystemFashion), "The package dataset-fashion-mnist is not installed.");
        var fashion = Load("fashion-mnist");
        Assert.Equal((RawImages.SystemPath, false), (fashion.Found, fashion.Mini));
        Assert.Equal((60_000, 10_000), (fashion.TrainLabels.Length, fashion.TestLabels.Length));
        Assert.Equal([9, 0, 0, 3, 0, 2, 7, 2, 5, 5], fashion.TrainLabels[..10]);
        Assert.Equal(60_000 * 784, fashion.TrainPixels.Length);
        Assert.Equal("Ankle boot", fashion.Classes[fashion.TrainLabels[0]]);
        var demo = Load("demo");
        Assert.Equal(fashion.TrainPixels.AsSpan(0, 784).ToArray(), demo.TrainPixels.AsSpan(0, 784).ToArray());
    }

    [Fact]
    public void Fashion_mnist_that_is_nowhere_becomes_the_mini_set_and_says_so()
    {
        var found = Finder(systemFolder: _ => Path.Combine(_files.Folder, "absent"))
            .Load(new DataSpec { Name = "fashion-mnist" }, DataFiles.Seeds);
        Assert.Equal(("demo", true), (found.Name, found.Mini));
        Assert.Contains(found.Notes, note => note.Contains("was not found", StringComparison.Ordinal));
        Assert.Contains(found.Notes, note => note.Contains("apt-get install dataset-fashion-mnist", StringComparison.Ordinal));
        Assert.Contains(found.Notes, note => note.Contains("downloads are switched off", StringComparison.Ordinal));
    }

    [Fact]
    public void A_set_that_is_nowhere_is_refused_with_every_place_tried()
    {
        var fault = Assert.Throws<DataException>(() => Finder().Load(new DataSpec { Name = "cifar10" }, DataFiles.Seeds));
        Assert.Contains("CIFAR-10 was not found", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Data folders (1)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("downloads are switched off", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Remedy:", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_what_exists()
    {
        _files.WriteZip("pets.zip", ("train/cat/1.png", TestImages.Png(4, 4, 1, 2, 3)));
        var fault = Assert.Throws<DataException>(() => Load("pest"));
        Assert.Contains("'pest'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("pets", fault.Message, StringComparison.Ordinal);
        Assert.Contains("shapes", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("..")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    public void A_location_is_never_a_path(string location)
    {
        Assert.Throws<DataException>(
            () => DataSets.Load(new DataSpec { Name = "cifar10", Location = location }, _files.Settings, DataFiles.Seeds));
        Assert.Throws<DataException>(() => DataSets.Load(new DataSpec { Name = location }, _files.Settings, DataFiles.Seeds));
    }

    [Fact]
    public void A_link_that_leaves_the_data_folder_is_no_entry()
    {
        using var outside = new DataFiles();
        outside.WriteZip("outside.zip", ("train/a/1.png", TestImages.Png(4, 4, 1, 2, 3)));
        File.CreateSymbolicLink(Path.Combine(_files.Folder, "inside.zip"), Path.Combine(outside.Folder, "outside.zip"));
        Assert.Throws<DataException>(() => Load("inside"));
        Assert.DoesNotContain(DataSets.List(_files.Settings), set => set.Name == "inside");
    }

    [Fact]
    public void The_list_names_built_in_sets_and_entries_of_data_folders()
    {
        _files.WriteZip("pets.zip", ("train/cat/1.png", [1]));
        _files.Write("cifar-10-batches-bin/data_batch_1.bin", [1]);
        _files.Write("readme.txt", [1]);
        var sets = DataSets.List(_files.Settings);
        Assert.Equal(["demo", "fashion-mnist", "mnist", "cifar10", "cifar100", "tiny-imagenet", "shapes", "pets"],
            sets.Select(set => set.Name));
        Assert.Equal((true, RawImages.DataFolder), (sets[3].Available, sets[3].Found));
        Assert.False(sets[4].Available);
        Assert.Equal(DataSets.Describe().Select(set => set.Name), sets.Take(7).Select(set => set.Name));
    }

    [Fact]
    public void A_download_is_kept_only_if_its_content_has_the_published_hash()
    {
        var folder = Path.Combine(_files.Folder, "downloads");
        byte[] content = [1, 2, 3];
        var file = new PublishedFile("x.gz", new Uri("https://example.org/x.gz"), 100, Convert.ToHexStringLower(SHA256.HashData(content)),
            OfContent: true);
        using (var wrong = new Answers(HttpStatusCode.OK, DataFiles.Gzip([1, 2, 4])))
            Assert.Contains("SHA-256 differs", Assert.Throws<DataException>(() => new Download(wrong).Fetch(file, folder)).Message,
                StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
        using (var missing = new Answers(HttpStatusCode.NotFound, []))
            Assert.Contains("404", Assert.Throws<DataException>(() => new Download(missing).Fetch(file, folder)).Message,
                StringComparison.Ordinal);
        using (var endless = new Answers(HttpStatusCode.OK, new byte[200_000]))
            Assert.Contains("more than", Assert.Throws<DataException>(() => new Download(endless).Fetch(file, folder)).Message,
                StringComparison.Ordinal);
        using var right = new Answers(HttpStatusCode.OK, DataFiles.Gzip(content));
        new Download(right).Fetch(file, folder);
        new Download(right).Fetch(file, folder);
        Assert.Equal([Path.Combine(folder, "x.gz")], Directory.GetFiles(folder));
        Assert.Equal(1, right.Asked);
    }

    [Fact]
    public void The_jpeg_archive_of_cifar_loads_whole()
    {
        var path = DataFiles.BesideCheckout("cifar10-jpeg.zip");
        Assert.SkipWhen(path is null, "cifar10-jpeg.zip does not lie beside the checkout.");
        var raw = DataSets.Load(
            new DataSpec { Name = "cifar10-jpeg" }, new EngineSettings { DataFolders = [Path.GetDirectoryName(path)!] }, DataFiles.Seeds);
        Assert.Equal((50_000, 10_000, "3×32×32"), (raw.TrainLabels.Length, raw.TestLabels.Length, raw.Shape.ToString()));
        Assert.Equal(BuiltInSets.Cifar10.Classes, raw.Classes);
        Assert.All(Enumerable.Range(0, 10),
            c => Assert.Equal((5_000, 1_000), (raw.TrainLabels.Count(l => l == c), raw.TestLabels.Count(l => l == c))));
        var statistics = ChannelStatistics.Of(raw.TrainPixels, 3, 1024);
        Assert.All(Enumerable.Range(0, 3), c => Assert.Equal(ChannelStatistics.Published("cifar10")!.Mean[c], statistics.Mean[c], 0.01));
    }

    public void Dispose() => _files.Dispose();

    private RawImages Load(string name) => DataSets.Load(new DataSpec { Name = name }, _files.Settings, DataFiles.Seeds);

    private SetFinder Finder(Func<BuiltInSet, string?>? systemFolder = null) =>
        new(_files.Settings, () => throw new InvalidOperationException("No network in tests."), systemFolder ?? (_ => null));

    private sealed class Answers(HttpStatusCode status, byte[] content) : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            return new HttpResponseMessage(status) { Content = new ByteArrayContent(content) };
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }
}
