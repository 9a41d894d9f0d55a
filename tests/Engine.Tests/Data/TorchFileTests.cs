using System.Text;
using Engine.Data;
using Engine.Data.Sources;

namespace Engine.Tests.Data;

/// <summary>Files that PyTorch itself wrote (golden/data/make_torch_fixtures.py), and pickles that nobody should write.</summary>
public sealed class TorchFileTests : IDisposable
{
    private readonly DataFiles _files = new();

    private static string Torch(string name) => DataFiles.Golden($"torch/{name}.pt");

    [Theory]
    [InlineData("images", 0)]
    [InlineData("images-double", 0)]
    [InlineData("images-half", 0.002)]
    [InlineData("images-bfloat", 0.02)]
    [InlineData("images-channels-last", 0)]
    [InlineData("images-every-second", 0)]
    [InlineData("images-parameter", 0)]
    public void A_tensor_has_the_values_that_numpy_wrote_whatever_its_type_strides_and_offset(string name, double tolerance)
    {
        using var tree = FileTree.Open(DataFiles.Golden("torch/images.npz"));
        var expected = NpzSet.Array(tree, ["images"])!;
        var array = Assert.IsType<Npy>(TorchFile.Read(Torch(name)));
        Assert.Equal([10, 3, 8, 8], array.Shape);
        Assert.All(expected.ToFloats().Zip(array.ToFloats()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Fact]
    public void Whole_numbers_are_read_with_their_sign()
    {
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 10, -1], Assert.IsType<Npy>(TorchFile.Read(Torch("labels-outside"))).ToWhole());
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], Assert.IsType<Npy>(TorchFile.Read(Torch("labels-int32-column"))).ToWhole());
    }

    [Theory]
    [InlineData("pair-list")]
    [InlineData("pair-tuple")]
    [InlineData("pair-dictionary")]
    [InlineData("experiments")]
    public void Images_and_labels_may_lie_in_one_file(string name)
    {
        var (images, labels) = TorchSet.Read(Torch(name), null);
        Assert.Equal(Assert.IsType<Npy>(TorchFile.Read(Torch("images"))).ToFloats(), images.ToFloats());
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], labels.ToWhole());
    }

    [Theory]
    [InlineData("pair-list", "labels", "labels of its own")]
    [InlineData("images", null, "mitigation.set.labels")]
    [InlineData("number", "labels", "neither a tensor")]
    [InlineData("images", "number", "no tensor of labels")]
    [InlineData("legacy", "labels", "before 1.6")]
    [InlineData("images-complex", "labels", "ComplexFloatStorage")]
    public void What_is_no_set_is_told(string images, string? labels, string told) =>
        Assert.Contains(told, Fault(() => TorchSet.Read(Torch(images), labels is null ? null : Torch(labels))), StringComparison.Ordinal);

    [Fact]
    public void Faults_of_both_files_are_told_at_once()
    {
        var told = Fault(() => TorchSet.Read(Torch("legacy"), Torch("evil")));
        Assert.Contains("legacy.pt", told, StringComparison.Ordinal);
        Assert.Contains("evil.pt", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickle_that_would_run_a_command_is_refused_and_runs_nothing()
    {
        Assert.Contains("'posix.system', which is not allowed", Fault(() => TorchFile.Read(Torch("evil"))), StringComparison.Ordinal);
        Assert.False(File.Exists("marker-of-a-run-pickle"));
    }

    [Theory]
    [InlineData("builtins.eval")]
    [InlineData("torch.load")]
    [InlineData("torch._utils._rebuild_sparse_tensor")]
    [InlineData("torch.storage._load_from_bytes")]
    [InlineData("torch.nn.modules.linear.Linear")]
    [InlineData("numpy.core.multiarray._reconstruct")]
    public void Only_what_tensors_need_may_be_named(string callable)
    {
        var dot = callable.LastIndexOf('.');
        var told = Fault(() => TorchFile.Read(Written($"c{callable[..dot]}\n{callable[(dot + 1)..]}\n(Vx\ntR.", [])));
        Assert.Contains($"calls '{callable}', which is not allowed", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_by_hand_is_read()
    {
        var array = Assert.IsType<Npy>(TorchFile.Read(Written(Tensor("ByteStorage", 6, 1, "I2\nI2\n", "I3\nI1\n"), [1, 2, 3, 4, 5, 6])));
        Assert.Equal([2, 3, 5, 6], array.ToWhole());
    }

    [Theory]
    [InlineData(6, 2, "I2\nI2\n", "I3\nI1\n", "reaches beyond")]                            // offset
    [InlineData(6, 0, "I2\nI2\n", "I5\nI1\n", "reaches beyond")]                            // stride
    [InlineData(6, 0, "I7\n", "I1\n", "reaches beyond")]                                    // size
    [InlineData(7, 0, "I7\n", "I1\n", "promises 7 elements but holds 6")]                   // storage
    [InlineData(2147483647, 0, "I1\n", "I1\n", "promises")]
    [InlineData(9223372036854775807, 0, "I1\n", "I1\n", "promises")]
    [InlineData(6, 0, "I100000\nI3072\n", "I0\nI0\n", "far more memory")]                   // one value, repeated
    [InlineData(6, 0, "I2147483647\nI2147483647\nI2147483647\nI2147483647\n", "I0\nI0\nI0\nI0\n", "far more memory")]
    [InlineData(6, 0, "I2\n", "I-1\n", "is damaged")]
    [InlineData(6, 0, "I-2\n", "I1\n", "is damaged")]
    [InlineData(6, -1, "I2\n", "I1\n", "is damaged")]
    [InlineData(6, 0, "I2\nI2\n", "I1\n", "is damaged")]
    [InlineData(6, 0, "I1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\n", "I1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\n", "is damaged")]
    [InlineData(-6, 0, "I2\n", "I1\n", "is damaged")]
    public void A_tensor_that_reads_what_it_does_not_hold_is_refused(long count, long offset, string sizes, string strides, string told)
    {
        var path = Written(Tensor("ByteStorage", count, offset, sizes, strides), [1, 2, 3, 4, 5, 6]);
        Assert.Contains(told, Fault(() => TorchFile.Read(path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_tensors_of_one_storage_do_not_together_take_more_than_a_file_may()
    {
        var one = Tensor("ByteStorage", 6, 0, "I1000\nI1000\n", "I0\nI0\n").TrimEnd('.');
        var told = Fault(() => TorchFile.Read(Written("(" + string.Concat(Enumerable.Repeat(one, 20)) + "l.", [1, 2, 3, 4, 5, 6])));
        Assert.Contains("far more memory", told, StringComparison.Ordinal);
    }

    [Fact]
    public void An_element_type_that_is_larger_than_its_bytes_is_refused() => Assert.Contains("promises 6 elements but holds 0",
        Fault(() => TorchFile.Read(Written(Tensor("LongStorage", 6, 0, "I6\n", "I1\n"), [1, 2, 3, 4, 5, 6]))), StringComparison.Ordinal);

    [Theory]
    [InlineData("V../../secret\n")]
    [InlineData("V1\n")]
    public void A_storage_is_looked_for_among_the_entries_only(string key)
    {
        var path = Written(Tensor("ByteStorage", 6, 0, "I6\n", "I1\n").Replace("V0\n", key, StringComparison.Ordinal), [1]);
        Assert.Contains("lacks its storage", Fault(() => TorchFile.Read(path)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I5\nQ.")]
    [InlineData("(Vstorage\ntQ.")]
    [InlineData("(Vmodule\nctorch\nByteStorage\nV0\nVcpu\nI6\ntQ.")]
    [InlineData("(Vstorage\nVByteStorage\nV0\nVcpu\nI6\ntQ.")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n(I5\ntR.")]
    [InlineData("ctorch._utils\n_rebuild_parameter\n(I5\nI00\nNtR.")]
    [InlineData("ccollections\nOrderedDict\n(I5\ntR.")]
    public void Anything_described_in_another_way_is_refused(string pickle) =>
        Assert.Contains("is damaged", Fault(() => TorchFile.Read(Written(pickle, []))), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused()
    {
        var whole = File.ReadAllBytes(Torch("labels"));
        for (var length = 0; length < whole.Length; length += 7)
        {
            var path = _files.Write("cut.pt", whole[..length]);
            Assert.Contains("cut.pt", Fault(() => TorchFile.Read(path)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_changed_byte_gives_a_tensor_or_a_fault_but_nothing_else()
    {
        var whole = File.ReadAllBytes(Torch("labels"));
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var changed = whole.ToArray();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            var path = _files.Write("changed.pt", changed);
            if (Record.Exception(() => TorchFile.Read(path)) is { } fault) Assert.IsType<DataException>(fault);
        }
    }

    [Fact]
    public void A_zip_without_its_pickle_or_with_two_is_refused()
    {
        var none = _files.WriteZip("none.pt", ("archive/data/0", [1]));
        Assert.Contains("0 files data.pkl", Fault(() => TorchFile.Read(none)), StringComparison.Ordinal);
        var two = _files.WriteZip("two.pt", ("a/data.pkl", "N."u8.ToArray()), ("b/data.pkl", "N."u8.ToArray()));
        Assert.Contains("2 files data.pkl", Fault(() => TorchFile.Read(two)), StringComparison.Ordinal);
        var foreign = _files.WriteZip("foreign.pt", ("a/data.pkl", "N."u8.ToArray()), ("a/byteorder", "big"u8.ToArray()));
        Assert.Contains("big-endian", Fault(() => TorchFile.Read(foreign)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        var path = _files.WriteZip("bomb.pt", ("a/data.pkl", "N."u8.ToArray()), ("a/data/0", new byte[64 << 20]));
        Assert.Contains("would unpack", Fault(() => TorchFile.Read(path)), StringComparison.Ordinal);
    }

    public void Dispose() => _files.Dispose();

    private string Written(string pickle, byte[] storage) =>
        _files.WriteZip("x.pt", ("x/data.pkl", Encoding.Latin1.GetBytes(pickle)), ("x/data/0", storage), ("x/version", "3\n"u8.ToArray()));

    private static string Tensor(string storage, long count, long offset, string sizes, string strides) =>
        $"ctorch._utils\n_rebuild_tensor_v2\n((Vstorage\nctorch\n{storage}\nV0\nVcpu\nI{count}\ntQI{offset}\n({sizes}t({strides}tI00\n"
        + "ccollections\nOrderedDict\n)RtR.";

    private static string Fault(Action read) => Assert.Throws<DataException>(read).Message;
}
