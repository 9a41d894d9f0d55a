using System.Formats.Tar;
using System.Text.Json;
using Contracts;
using Engine.Data;
using Engine.Data.Sources;
using Engine.Runs;

namespace Engine.Tests.Data;

/// <summary>Every layout, written by somebody else or by hand, and what is wrong with it told by name.</summary>
public sealed class ReadersTests : IDisposable
{
    private readonly DataFiles _files = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Idx_files_are_read_packed_or_not(bool packed)
    {
        WriteIdx(packed);
        var raw = Load("digits");
        Assert.Equal("1×3×2", raw.Shape.ToString());
        Assert.Equal([0, 1, 1, 0], raw.TrainLabels);
        Assert.Equal(DataFiles.Pattern(24), raw.TrainPixels);
        Assert.Equal(["class 0", "class 1"], raw.Classes);
    }

    [Fact]
    public void An_idx_file_that_promises_more_than_it_holds_is_refused_by_name()
    {
        WriteIdx(packed: false);
        _files.Write("digits/train-images-idx3-ubyte", DataFiles.Idx([int.MaxValue, 3, 2], DataFiles.Pattern(24)));
        Assert.Contains("train-images-idx3-ubyte", Fault("digits").Message, StringComparison.Ordinal);
        _files.Write("digits/train-images-idx3-ubyte", DataFiles.Idx([4, 3, 2], DataFiles.Pattern(23)));
        Assert.Contains("holds 23", Fault("digits").Message, StringComparison.Ordinal);
        _files.Write("digits/train-images-idx3-ubyte", [0, 0, 8]);
        Assert.Contains("header", Fault("digits").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Idx_files_of_different_counts_are_refused()
    {
        WriteIdx(packed: false);
        _files.Write("digits/train-labels-idx1-ubyte", DataFiles.Idx([3], [0, 1, 1]));
        Assert.Contains("4 train images but 3 train labels", Fault("digits").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_bomb_is_refused_while_it_is_counted()
    {
        WriteIdx(packed: true);
        _files.Write("digits/train-images-idx3-ubyte.gz", DataFiles.Gzip(new byte[64 << 20]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("swells", Fault("digits").Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20);
    }

    [Fact]
    public void A_set_of_a_known_name_must_be_the_published_one()
    {
        WriteIdx(packed: false, folder: "fashion-mnist");
        var fault = Assert.Throws<DataException>(
            () => SetReader.Read(Path.Combine(_files.Folder, "fashion-mnist"), "fashion-mnist", 0, DataFiles.Seeds));
        Assert.Contains("SHA-256", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void Cifar_records_are_read_from_a_folder_and_from_a_tar(int classes)
    {
        var record = classes == 10 ? new byte[] { 7 } : [19, 99];
        byte[] file = [.. record, .. DataFiles.Pattern(3072), .. record, .. DataFiles.Pattern(3072, 5)];
        var names = classes == 10 ? Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin").Append("test_batch.bin").ToArray()
            : ["train.bin", "test.bin"];
        foreach (var name in names) _files.Write($"mine/{name}", file);
        _files.WriteTarGz($"cifar{classes}.tar.gz", [.. names.Select(name => DataFiles.TarFile($"cifar/{name}", file))]);
        var raw = Load("mine", check: false);
        Assert.Equal(classes == 10 ? 10 : 2, raw.TrainLabels.Length);
        Assert.Equal(record[^1], raw.TestLabels[0]);
        Assert.Equal(DataFiles.Pattern(3072, 5), raw.TestPixels[3072..]);
        Assert.Equal(classes, raw.Classes.Count);
        Assert.Equal(raw.TrainPixels, Load($"cifar{classes}.tar.gz", check: false).TrainPixels);
        _files.Write($"mine/{names[0]}", file[..^1]);
        Assert.Contains(names[0], Fault("mine").Message, StringComparison.Ordinal);
        _files.Write($"mine/{names[0]}", [.. record[..^1], (byte)classes, .. DataFiles.Pattern(3072)]);
        Assert.Contains("label", Fault("mine").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Cifar_pickles_of_every_protocol_are_read(int protocol)
    {
        var batch = File.ReadAllBytes(DataFiles.Golden($"batch-protocol-{protocol}.pickle"));
        foreach (var name in new[] { "data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch" })
        {
            _files.Write($"py/{name}", batch);
        }

        var raw = Load("py", check: false);
        Assert.Equal([3, 1, 4, 1], raw.TestLabels);
        Assert.Equal(20, raw.TrainLabels.Length);
        Assert.Equal(Enumerable.Range(0, 3072).Select(j => (byte)(14 + (j * 3))), raw.TestPixels[6144..9216]);
    }

    [Fact]
    public void Cifar_100_pickles_give_fine_labels()
    {
        foreach (var name in new[] { "train", "test" })
        {
            _files.Write($"py/{name}", File.ReadAllBytes(DataFiles.Golden("batch-protocol-2.pickle")));
        }

        _files.Write("py/meta", File.ReadAllBytes(DataFiles.Golden("meta-python-2.pickle")));
        Assert.Equal([30, 99, 0, 1], Load("py", check: false).TrainLabels);
    }

    [Fact]
    public void Npz_sets_are_read_in_every_layout()
    {
        using var expected = JsonDocument.Parse(File.ReadAllText(DataFiles.Golden("nchw-bytes.json")));
        var first = expected.RootElement.GetProperty("first").EnumerateArray().Select(value => value.GetByte()).ToArray();
        var bytes = Golden("nchw-bytes.npz");
        Assert.Equal(("3×6×5", 40, 8, 4), (bytes.Shape.ToString(), bytes.TrainLabels.Length, bytes.TestLabels.Length, bytes.Classes.Count));
        Assert.Equal(first, bytes.TrainPixels[..90]);
        var floats = Golden("nhwc-floats.npz");
        Assert.Equal((32, 8), (floats.TrainLabels.Length, floats.TestLabels.Length));
        Assert.Contains(floats.Notes, note => note.StartsWith("No test split: 20 %", StringComparison.Ordinal));
        var all = floats.TrainPixels.Chunk(90).Concat(floats.TestPixels.Chunk(90)).Select(Convert.ToHexString).ToHashSet();
        Assert.True(all.SetEquals(bytes.TrainPixels.Chunk(90).Select(Convert.ToHexString)));
        Assert.Equal("1×6×5", Golden("nhw-doubles.npz").Shape.ToString());
    }

    [Theory]
    [InlineData("objects.npz", "Python objects")]
    [InlineData("fortran.npz", "Fortran")]
    [InlineData("wrong-counts.npz", "40 train images but 39 labels")]
    [InlineData("beyond-one.npz", "[0, 1]")]
    public void Npz_sets_that_cannot_be_used_are_refused(string name, string told) =>
        Assert.Contains(told, Assert.Throws<DataException>(() => Golden(name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("../evil")]
    [InlineData("/etc/evil")]
    [InlineData("a/../../evil")]
    [InlineData("..\\evil")]
    [InlineData("C:evil")]
    public void An_archive_with_a_name_that_leads_out_is_refused_whole(string name)
    {
        _files.WriteZip("set.zip", ("train/a/1.png", TestImages.Png(4, 4, 1, 2, 3)), (name, [1]));
        Assert.Contains("refused whole", Fault("set.zip").Message, StringComparison.Ordinal);
        _files.WriteTarGz("tar.tar.gz", DataFiles.TarFile(name, [1]));
        Assert.Contains("refused whole", Fault("tar.tar.gz").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tar_with_a_link_is_refused_whole()
    {
        _files.WriteTarGz("tar.tar.gz", new PaxTarEntry(TarEntryType.SymbolicLink, "train.bin") { LinkName = "/etc/passwd" });
        Assert.Contains("no plain file", Fault("tar.tar.gz").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_swells_is_refused_from_its_directory()
    {
        _files.WriteZip("bomb.zip", ("train/a/1.png", new byte[100 << 20]));
        Assert.Contains("100 times", Fault("bomb.zip").Message, StringComparison.Ordinal);
        _files.WriteTarGz("bomb.tar.gz", DataFiles.TarFile("train.bin", new byte[100 << 20]));
        Assert.Contains("100 times", Fault("bomb.tar.gz").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_off_archive_is_refused_by_name()
    {
        var whole = File.ReadAllBytes(_files.WriteZip("set.zip", ("train/a/1.png", TestImages.Png(4, 4, 1, 2, 3))));
        _files.Write("set.zip", whole[..^30]);
        Assert.Contains("set.zip", Fault("set.zip").Message, StringComparison.Ordinal);
        var tar = File.ReadAllBytes(_files.WriteTarGz("set.tar.gz", DataFiles.TarFile("train.bin", DataFiles.Pattern(50_000, 31))));
        _files.Write("set.tar.gz", tar[..(tar.Length / 2)]);
        Assert.Contains("set.tar.gz", Fault("set.tar.gz").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_inside_a_folder_is_refused()
    {
        _files.Write("set/train/a/1.png", TestImages.Png(4, 4, 1, 2, 3));
        File.CreateSymbolicLink(Path.Combine(_files.Folder, "set/train/a/2.png"), "/etc/passwd");
        Assert.Contains("is a link", Fault("set").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_a_zip_is_told()
    {
        _files.WriteZip("set.zip", ("../one", [1]), ("a\u202Eb", [1]), ("a\tb", [1]), ("train/a/1.png", TestImages.Png(4, 4, 1, 2, 3)));
        Assert.Equal(3, Fault("set.zip").Faults.Count);
        Assert.DoesNotContain(Fault("set.zip").Message, c => c is '\t' or '\u202E');
    }

    [Fact]
    public void Idx_files_of_the_train_split_alone_get_a_test_split_unless_they_claim_a_known_name()
    {
        WriteIdx(packed: false);
        File.Delete(Path.Combine(_files.Folder, "digits/t10k-images-idx3-ubyte"));
        Assert.Contains("known layouts", Fault("digits").Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_files.Folder, "digits/t10k-labels-idx1-ubyte"));
        var raw = SetReader.Read(Path.Combine(_files.Folder, "digits"), "digits", 0, new Seeds(0));
        Assert.Equal((2, 2), (raw.TrainLabels.Length, raw.TestLabels.Length));
        Assert.Throws<DataException>(() => SetReader.Read(Path.Combine(_files.Folder, "digits"), "mnist", 0, new Seeds(0)));
    }

    public void Dispose() => _files.Dispose();

    private void WriteIdx(bool packed, string folder = "digits")
    {
        Put("train-images-idx3-ubyte", DataFiles.Idx([4, 3, 2], DataFiles.Pattern(24)));
        Put("train-labels-idx1-ubyte", DataFiles.Idx([4], [0, 1, 1, 0]));
        Put("t10k-images-idx3-ubyte", DataFiles.Idx([2, 3, 2], DataFiles.Pattern(12, 9)));
        Put("t10k-labels-idx1-ubyte", DataFiles.Idx([2], [1, 0]));

        void Put(string name, byte[] file) => _files.Write($"{folder}/{name}{(packed ? ".gz" : "")}", packed ? DataFiles.Gzip(file) : file);
    }

    private static RawImages Golden(string name) => SetReader.Read(DataFiles.Golden(name), name, 0, DataFiles.Seeds);

    private RawImages Load(string name, bool check = true) => check
        ? DataSets.Load(new DataSpec { Name = name }, _files.Settings, DataFiles.Seeds)
        : SetReader.Read(Path.Combine(_files.Folder, name), name, 0, DataFiles.Seeds);

    private DataException Fault(string name) => Assert.Throws<DataException>(() => Load(name));
}
