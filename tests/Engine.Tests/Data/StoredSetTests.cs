using System.IO.Compression;
using Contracts;
using Engine.Data;
using Engine.Data.Sources;
using Engine.Export;
using Engine.Numerics;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Tests.Data;

/// <summary>Sets that this engine wrote: the .npz of a run, and the PNG tree of the archive that a person takes home.</summary>
public sealed class StoredSetTests : IDisposable
{
    private static readonly RawImages Raw = Shapes.Make(new ImageShape(3, 8, 8), 20, 4, DataFiles.Seeds);
    private static readonly RunSpec Spec = new() { Name = "Test", Data = new DataSpec { Name = "shapes" } };

    private readonly DataFiles _files = new();

    [Theory]
    [InlineData("standardize")]
    [InlineData("zca")]
    [InlineData("zca-frepo")]
    public void What_a_run_stored_comes_back_to_the_last_bit(string preprocessing)
    {
        using var real = Real(preprocessing);
        using var set = Noise(real);
        using var loaded = Load(Stored(set), real);
        AssertSame(set, loaded);
        _files.Write("mine.npz", Npz(set));
        using var imported = Load(FileNamed("mine.npz"), real);
        AssertSame(set, imported);
    }

    [Theory]
    [InlineData("standardize", "zca")]
    [InlineData("zca", "standardize")]
    [InlineData("zca", "zca-frepo")]
    public void Another_preprocessing_than_declared_is_refused_by_its_name(string made, string declared)
    {
        using var maker = Real(made);
        using var set = Noise(maker);
        using var real = Real(declared);
        AssertTold(() => Load(Stored(set), real),
            $"was made with the preprocessing {made}, but data.preprocessing is {declared}: set it to {made}.");
    }

    [Theory]
    [InlineData("standardize", "'mean' differs by")]
    [InlineData("zca", "'zcaMatrix' differs by")]
    public void The_same_preprocessing_fitted_to_other_images_is_refused(string preprocessing, string told)
    {
        using var maker = ImageDataset.From(
            Raw with { TrainPixels = [.. Raw.TrainPixels.Select(pixel => (byte)(pixel / 2))] },
            new DataSpec { Preprocessing = preprocessing }, DataFiles.Seeds, CPU);
        using var set = Noise(maker);
        using var real = Real(preprocessing);
        AssertTold(() => Load(Stored(set), real), told, "Choose the real set");
    }

    [Fact]
    public void Other_classes_and_another_shape_are_told_together()
    {
        var other = Shapes.Make(new ImageShape(3, 8, 9), 20, 4, DataFiles.Seeds);
        using var maker = ImageDataset.From(
            other with { Classes = [.. Enumerable.Range(0, 10).Select(c => $"kind {c}")] }, new DataSpec(), DataFiles.Seeds, CPU);
        using var set = Noise(maker);
        using var real = Real("standardize");
        AssertTold(() => Load(Stored(set), real), "3×8×9", "'kind 0', 'kind 1'", "'disc', 'square'");
    }

    [Fact]
    public void A_stored_file_that_changed_is_refused()
    {
        using var real = Real("standardize");
        using var set = Noise(real);
        var spec = Stored(set);
        var bytes = File.ReadAllBytes(Path.Combine(_files.Folder, spec.Artifact!));
        bytes[^1] ^= 1;
        _files.Write(spec.Artifact!, bytes);
        AssertTold(() => Load(spec, real), "does not have the hash");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("../x.npz")]
    [InlineData("0123.npz")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.png")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.npz\n")]
    public void Only_the_name_of_a_stored_set_is_looked_for(string? artifact)
    {
        using var real = Real("standardize");
        AssertTold(() => Load(new SetSpec { Artifact = artifact }, real), "no name of a stored");
    }

    [Fact]
    public void A_stored_set_that_is_gone_and_a_stored_file_that_is_no_set_are_told()
    {
        using var real = Real("standardize");
        var gone = new SetSpec { Artifact = new string('0', 64) + ".npz" };
        AssertTold(() => Load(gone, real), "is not there");
        var foreign = File.ReadAllBytes(DataFiles.Golden("torch/images.npz"));
        var name = DurableFile.Hash(foreign) + ".npz";
        _files.Write(name, foreign);
        AssertTold(() => Load(new SetSpec { Artifact = name }, real), "no set that a run stored");
    }

    [Theory]
    [InlineData("standardize", true)]
    [InlineData("zca", false)]
    public void The_png_tree_of_our_archive_is_the_set_in_eight_bits(string preprocessing, bool packed)
    {
        using var real = Real(preprocessing);
        using var random = new Generator(4);
        using var set = SyntheticSet.FromReal(real, 3, random);
        WriteArchive(set, packed);
        using var loaded = Load(FileNamed(packed ? "tree.zip" : "tree"), real);
        Assert.Equal(set.Labels.data<long>().ToArray(), loaded.Labels.data<long>().ToArray());
        Assert.True(set.Images.allclose(loaded.Images, atol: 1e-4));       // real images are eight bits already
    }

    [Fact]
    public void Class_folders_may_have_any_order_and_are_found_by_name()
    {
        using var real = Real("standardize");
        for (var c = 0; c < 10; c++) _files.Write($"mine/{Raw.Classes[c]}/a.png", TestImages.Png(8, 8, (byte)(20 * c), 0, 0));
        using var set = Load(FileNamed("mine"), real);
        using var scope = NewDisposeScope();
        var red = (real.Preprocessing.Invert(set.Images)[TensorIndex.Colon, 0, 0, 0] * 255).round();
        Assert.Equal(Enumerable.Range(0, 10).Select(c => 20f * c), red.data<float>().ToArray());
    }

    [Fact]
    public void Class_folders_of_other_names_are_told_with_both_lists()
    {
        using var real = Real("standardize");
        foreach (var name in Raw.Classes.Take(8).Concat(["cat", "001-Square", "001-disc"]))
            _files.Write($"mine/{name}/a.png", TestImages.Png(8, 8, 1, 2, 3));
        AssertTold(() => Load(FileNamed("mine"), real),
            "001-Square, 001-disc, cat", "disc, square, triangle");
        Directory.Delete(Path.Combine(_files.Folder, "mine"), recursive: true);
        foreach (var name in Raw.Classes.Take(9).Append("001-square")) _files.Write($"mine/{name}/a.png", TestImages.Png(8, 8, 1, 2, 3));
        AssertTold(() => Load(FileNamed("mine"), real),
            "mean the same class 'square'");
        Directory.Delete(Path.Combine(_files.Folder, "mine/001-square"), recursive: true);
        AssertTold(() => Load(FileNamed("mine"), real),
            "no image of 'half disc'");
        _files.Write("mine/a/b/c.png", TestImages.Png(8, 8, 1, 2, 3));
        AssertTold(() => Load(FileNamed("mine"), real), "no tree of class folders");
    }

    [Fact]
    public void Colour_images_for_a_grey_set_are_told()
    {
        var grey = Shapes.Make(new ImageShape(1, 8, 8), 20, 4, DataFiles.Seeds);
        using var real = ImageDataset.From(grey, new DataSpec(), DataFiles.Seeds, CPU);
        foreach (var name in Raw.Classes) _files.Write($"mine/{name}/a.png", TestImages.Png(8, 8, 1, 2, 3));
        AssertTold(() => Load(FileNamed("mine"), real), "3×8×8", "1×8×8");
    }

    public void Dispose() => _files.Dispose();

    private static ImageDataset Real(string preprocessing) =>
        ImageDataset.From(Raw, new DataSpec { Preprocessing = preprocessing }, DataFiles.Seeds, CPU);

    private static SyntheticSet Noise(ImageDataset real)
    {
        using var random = new Generator(4);
        return SyntheticSet.FromNoise(real, 2, random);
    }

    private static SetSpec FileNamed(string name) => new() { Source = "file", File = name };

    private SyntheticSet Load(SetSpec set, ImageDataset real) => ImportedSet.Load(set, real, _files.Settings, _files.Folder);

    private static byte[] Npz(SyntheticSet set) => SyntheticSetFile.Npz(set, Spec, 3, "made");

    private SetSpec Stored(SyntheticSet set)
    {
        var bytes = Npz(set);
        var name = DurableFile.Hash(bytes) + ".npz";
        _files.Write(name, bytes);
        return new SetSpec { Artifact = name };
    }

    private void WriteArchive(SyntheticSet set, bool packed)
    {
        var npz = _files.Write("stored", Npz(set));
        using var stream = new MemoryStream();
        SyntheticSetArchive.Write(npz, stream);
        _files.Write("tree.zip", stream.ToArray());
        if (!packed) ZipFile.ExtractToDirectory(Path.Combine(_files.Folder, "tree.zip"), Path.Combine(_files.Folder, "tree"));
    }

    private static void AssertSame(SyntheticSet expected, SyntheticSet actual)
    {
        Assert.True(expected.Images.equal(actual.Images).all().item<bool>());
        Assert.Equal(expected.Labels.data<long>().ToArray(), actual.Labels.data<long>().ToArray());
        Assert.Equal(expected.Classes, actual.Classes);
        Assert.Null(actual.SoftLabels);
    }

    private static void AssertTold(Action load, params ReadOnlySpan<string> told)
    {
        var message = Assert.Throws<DataException>(load).Message;
        foreach (var part in told) Assert.Contains(part, message, StringComparison.Ordinal);
    }
}
