using Contracts;
using Engine.Data;
using Engine.Data.Sources;
using Engine.Numerics;
using Engine.Tests.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Data;

/// <summary>Sets from data folders: what each kind of file gives, and what is wrong with one told in full.</summary>
public sealed class ImportedSetTests : IDisposable
{
    private static readonly RawImages Raw = Shapes.Make(new ImageShape(3, 8, 8), 20, 4, DataFiles.Seeds);

    private readonly DataFiles _files = new();
    private readonly ImageDataset _real = ImageDataset.From(Raw, new DataSpec { Preprocessing = "standardize" }, DataFiles.Seeds, CPU);

    [Fact]
    public void Class_ids_in_any_order_become_class_major()
    {
        using var set = LoadTorch("images", "labels");
        Assert.Equal(Enumerable.Range(0, 10).Select(c => (long)c), set.Labels.data<long>().ToArray());
        Assert.Null(set.SoftLabels);
        Assert.Equal((10, 1, _real.Classes, _real.Preprocessing), (set.Count, set.ImagesPerClass, set.Classes, set.Preprocessing));
        using var tree = FileTree.Open(DataFiles.Golden("torch/images.npz"));
        var images = NpzSet.Array(tree, ["images"])!.ToFloats();
        Assert.Equal(images[^192..], set.Images[0].data<float>().ToArray());     // the fixture counts its classes down
    }

    [Theory]
    [InlineData("labels-soft")]
    [InlineData("labels-soft-half")]
    public void Learned_label_vectors_are_kept_as_stored_and_decide_the_class(string labels)
    {
        using var set = LoadTorch("images", labels);
        Assert.Equal(Enumerable.Range(0, 10).Select(c => (long)c), set.Labels.data<long>().ToArray());
        var stored = Assert.IsType<Npy>(TorchFile.Read(DataFiles.Golden($"torch/{labels}.pt"))).ToFloats();
        Assert.Equal(stored[^10..], set.SoftLabels![0].data<float>().ToArray());
        Assert.Equal([10, 10], set.SoftLabels.shape);
    }

    [Theory]
    [InlineData("labels-one-hot")]
    [InlineData("labels-int32-column")]
    public void One_hot_vectors_and_columns_of_ids_are_hard_labels(string labels)
    {
        using var set = LoadTorch("images", labels);
        Assert.Null(set.SoftLabels);
        Assert.Equal(Enumerable.Range(0, 10).Select(c => (long)c), set.Labels.data<long>().ToArray());
    }

    [Theory]
    [InlineData("labels-outside", "2 labels", "outside 0 to 9", "10 at place 8")]
    [InlineData("labels-from-one", "1 labels", "subtract 1")]
    [InlineData("labels-too-few", "10 images but 9 labels", "no image of 'disc'")]
    [InlineData("labels-without-class-3", "no image of 'ring'")]
    [InlineData("labels-reals", "class ids are whole numbers")]
    [InlineData("labels-soft-nine", "9 entries", "10 classes")]
    [InlineData("labels-soft-without-class-3", "No label vector", "largest at 'ring'")]
    [InlineData("labels-soft-strange", "that are no numbers, the first at place 5", "no class is largest, the first at place 2")]
    [InlineData("images", "10×3×8×8", "label vectors N×10")]
    public void Labels_that_cannot_be_are_told(string labels, params string[] told) => AssertTold(() => LoadTorch("images", labels), told);

    [Fact]
    public void Bytes_are_pixels_and_go_through_the_preprocessing()
    {
        using var set = LoadTorch("images-bytes", "labels");
        var bytes = Assert.IsType<Npy>(TorchFile.Read(DataFiles.Golden("torch/images-bytes.pt"))).ToPixels();
        using var scope = NewDisposeScope();
        var unit = tensor(bytes, 10, 3, 8, 8).to_type(ScalarType.Float32) / 255;
        Assert.True(set.Images.allclose(_real.Preprocessing.Apply(unit).flip(0)));
    }

    [Theory]
    [InlineData("nchw")]
    [InlineData("nhwc")]
    public void An_npz_of_anybody_is_read_in_both_layouts(string layout)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        var images = randn(20, 3, 8, 8, generator: random);
        var labels = arange(10).repeat(2);
        WriteNpz(("x", layout == "nchw" ? images : images.permute(0, 2, 3, 1)), ("y", labels));
        using var set = Load(new SetSpec { Source = "file", File = "set.npz" });
        Assert.Equal(labels.sort().Values.data<long>().ToArray(), set.Labels.data<long>().ToArray());
        Assert.True(set.Images[1].equal(images[10]).all().item<bool>());
    }

    [Fact]
    public void An_npz_may_hold_label_vectors_beside_its_class_ids()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        var soft = eye(10) * 2 + 0.1 * randn(10, 10, generator: random);
        WriteNpz(("images", randn(10, 3, 8, 8, generator: random)), ("labels", arange(10)), ("soft_labels", soft));
        using var set = Load(new SetSpec { Source = "file", File = "set.npz" });
        Assert.True(set.SoftLabels!.equal(soft).all().item<bool>());
    }

    [Fact]
    public void All_faults_of_a_set_are_told_at_once()
    {
        using var scope = NewDisposeScope();
        WriteNpz(("images", full([9, 3, 8, 9], float.NaN)), ("labels", arange(8)));
        AssertTold(() => Load(new SetSpec { Source = "file", File = "set.npz" }), "3×8×9", "3×8×8", "1944 values",
            "9 images but 8 labels", "'diamond', 'half disc'");
        WriteNpz(("images", zeros(10, 5, 8)), ("labels", arange(20)));
        AssertTold(() => Load(new SetSpec { Source = "file", File = "set.npz" }), "1×5×8", "10 labels", "outside 0 to 9");
        WriteNpz(("pictures", zeros(10, 5, 8)));
        AssertTold(() => Load(new SetSpec { Source = "file", File = "set.npz" }), "needs images", "pictures.npy");
    }

    [Theory]
    [InlineData("../set.npz", null)]
    [InlineData("/etc/passwd", null)]
    [InlineData("a/b.pt", "labels.pt")]
    [InlineData("..", null)]
    [InlineData("", null)]
    [InlineData("images.pt", "../labels.pt")]
    [InlineData("images.pt", "C:\\labels.pt")]
    public void Names_that_are_paths_are_refused(string file, string? labels)
    {
        Copy("images");
        AssertTold(() => Load(new SetSpec { Source = "file", File = file, Labels = labels }), "no plain name");
    }

    [Fact]
    public void Names_of_nothing_and_labels_in_the_wrong_place_are_told_together()
    {
        AssertTold(() => Load(new SetSpec { Source = "file", File = "x.pt", Labels = "y.pt" }), "'x.pt'", "'y.pt'");
        using var scope = NewDisposeScope();
        WriteNpz(("images", zeros(10, 3, 8, 8)), ("labels", arange(10)));
        AssertTold(() => Load(new SetSpec { Source = "file", File = "set.npz", Labels = "set.npz" }),
            "holds its labels itself", "read from a .pt");
    }

    [Fact]
    public void A_link_out_of_the_data_folder_is_no_entry()
    {
        Copy("labels");
        File.CreateSymbolicLink(Path.Combine(_files.Folder, "images.pt"), DataFiles.Golden("torch/images.pt"));
        AssertTold(() => Load(new SetSpec { Source = "file", File = "images.pt", Labels = "labels.pt" }),
            "No data folder has an entry 'images.pt'");
    }

    [Fact]
    public void A_damaged_npz_is_refused_by_name()
    {
        var whole = File.ReadAllBytes(DataFiles.Golden("torch/images.npz"));
        _files.Write("cut.npz", whole[..^100]);
        AssertTold(() => Load(new SetSpec { Source = "file", File = "cut.npz" }), "'cut.npz' cannot be read");
    }

    [Fact]
    public void A_set_leaves_no_tensor_behind_but_its_own()
    {
        Copy("images");
        Copy("labels-soft");
        var spec = new SetSpec { Source = "file", File = "images.pt", Labels = "labels-soft.pt" };
        using (Load(spec))
        {
        }

        var before = LiveTensors.Count;
        using (Load(spec)) Assert.Equal(before + 3, LiveTensors.Count);
        Assert.Equal(before, LiveTensors.Count);
    }

    public void Dispose()
    {
        _real.Dispose();
        _files.Dispose();
    }

    private SyntheticSet Load(SetSpec spec) => ImportedSet.Load(spec, _real, _files.Settings, _files.Folder);

    private SyntheticSet LoadTorch(string images, string labels)
    {
        Copy(images);
        Copy(labels);
        return Load(new SetSpec { Source = "file", File = images + ".pt", Labels = labels + ".pt" });
    }

    private void Copy(string name) => _files.Write(name + ".pt", File.ReadAllBytes(DataFiles.Golden($"torch/{name}.pt")));

    private void WriteNpz(params ReadOnlySpan<(string Name, Tensor Value)> arrays)
    {
        using var npz = new NpzWriter();
        foreach (var (name, value) in arrays) npz.Add(name, value);
        _files.Write("set.npz", npz.Finish());
    }

    private static void AssertTold(Action load, params ReadOnlySpan<string> told)
    {
        var message = Assert.Throws<DataException>(load).Message;
        foreach (var part in told) Assert.Contains(part, message, StringComparison.Ordinal);
    }
}
