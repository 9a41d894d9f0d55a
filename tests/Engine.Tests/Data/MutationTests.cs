using System.Diagnostics;
using CsCheck;
using Engine.Data;
using Engine.Data.Sources;

namespace Engine.Tests.Data;

/// <summary>
/// Damaged files end in a set or in a <see cref="DataException"/>: never in another exception, a hang or a swollen process.
/// </summary>
public sealed class MutationTests : IDisposable
{
    private const int Seconds = 2;
    private static readonly TimeSpan MostPerFile = TimeSpan.FromSeconds(10);     // far from what a file takes, for machines that others use
    private readonly DataFiles _files = new();

    [Fact]
    public void Idx_files() => Sample(DataFiles.Idx([4, 3, 2], DataFiles.Pattern(24)), file => Idx.Images(file, "x"));

    [Fact]
    public void Packed_idx_files() => Sample(DataFiles.Gzip(DataFiles.Idx([40], DataFiles.Pattern(40))), file => Idx.Labels(file, "x"));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Pickles(int protocol) =>
        Sample(File.ReadAllBytes(DataFiles.Golden($"batch-protocol-{protocol}.pickle")), file => NumpyPickle.Read(file, "x"), head: 400);

    [Fact]
    public void Jpegs() => Sample(TestImages.Jpeg(32, 24, 200, 30, 90), file => ImageDecoding.Decode(file, "x.jpg"));

    [Fact]
    public void Pngs() => Sample(TestImages.Png(32, 24, 200, 30, 90), file => ImageDecoding.Decode(file, "x.png"));

    [Fact]
    public void Npz_sets() => SampleFiles("x.npz", File.ReadAllBytes(DataFiles.Golden("nchw-bytes.npz")));

    [Fact]
    public void Zipped_folders()
    {
        var zip = _files.WriteZip("x.zip", ("train/a/1.png", TestImages.Png(8, 8, 1, 2, 3)),
            ("train/b/1.png", TestImages.Png(8, 8, 9, 2, 3)),
            ("test/a/1.png", TestImages.Png(8, 8, 4, 5, 6)), ("test/b/1.png", TestImages.Png(8, 8, 7, 8, 9)));
        SampleFiles("x.zip", File.ReadAllBytes(zip));
    }

    [Fact]
    public void Tars() => SampleFiles("x.tar", Unpacked(_files.WriteTarGz(
        "x.tar.gz", DataFiles.TarFile("a/train.bin", DataFiles.Pattern(3074)),
        DataFiles.TarFile("a/test.bin", DataFiles.Pattern(3074)))));

    [Theory]
    [InlineData(100)]       // mode
    [InlineData(124)]       // size
    [InlineData(136)]       // time
    public void A_tar_header_with_a_number_that_cannot_be_is_damage(int field)
    {
        foreach (byte first in (ReadOnlySpan<byte>)[0x80, 0xff])
        {
            var tar = Unpacked(_files.WriteTarGz("x.tar.gz", DataFiles.TarFile("a/train.bin", DataFiles.Pattern(3074))));
            tar[field] = first;
            var fault = Assert.Throws<DataException>(() => SetReader.Read(_files.Write("x.tar", tar), "x", 0, DataFiles.Seeds));
            Assert.NotEmpty(fault.Faults);
        }
    }

    public void Dispose() => _files.Dispose();

    private static byte[] Unpacked(string path) => Gzip.Unpacked(File.ReadAllBytes(path), path);

    private void SampleFiles(string name, byte[] whole) =>
        Sample(whole, file => SetReader.Read(_files.Write(name, file), "x", 0, DataFiles.Seeds));

    private static void Sample(byte[] whole, Func<byte[], object?> read, int head = int.MaxValue)
    {
        var place = Gen.Int[0, Math.Min(head, whole.Length) - 1];
        var change = Gen.Select(place, Gen.Byte, (at, value) => (At: at, Value: value));
        var damage = Gen.Select(change.List[1, 4], Gen.Frequency((4, Gen.Const(whole.Length)), (1, Gen.Int[0, whole.Length])));
        damage.Sample(mutation =>
        {
            var (changes, length) = mutation;
            var file = whole.ToArray();
            foreach (var (at, value) in changes) file[at] = value;
            var watch = Stopwatch.StartNew();
            try
            {
                read(file[..length]);
            }
            catch (DataException fault)
            {
                Assert.NotEmpty(fault.Faults);
            }

            Assert.True(watch.Elapsed < MostPerFile, $"One file took {watch.Elapsed}.");
        }, time: Seconds, threads: 1);
    }
}
