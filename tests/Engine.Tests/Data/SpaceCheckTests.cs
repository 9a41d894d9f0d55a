using Contracts;
using Engine.Data;
using Engine.Data.Sources;
using Engine.Numerics;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Tests.Data;

/// <summary>Images stored without a word about their space: what fits passes, what fits another space is refused with its name.</summary>
public sealed class SpaceCheckTests : IDisposable
{
    private const string Standardize = "standardize", Zca = "zca", Frepo = "zca-frepo";

    private static readonly Lazy<RawImages> Demo = new(() => DemoSet.Load());
    private static readonly Lazy<RawImages> Made = new(() => Shapes.Make(new ImageShape(3, 16, 16), 150, 20, DataFiles.Seeds));

    private static readonly Lazy<RawImages?> CifarTenth = new(Tenth);

    private readonly DataFiles _files = new();

    public static TheoryData<string, string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, string>();
            foreach (var set in new[] { "demo", "shapes" })
                foreach (var actual in Preprocessing.Names)
                    foreach (var declared in Preprocessing.Names)
                        pairs.Add(set, actual, declared);
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Images_pass_in_their_own_space_and_are_refused_in_another(string set, string actual, string declared)
    {
        using var maker = Real(set, actual);
        using var real = Real(set, declared);
        Write(TestImagesOf(maker, 10));
        if (actual == declared) Load(real).Dispose();
        else AssertTold(() => Load(real), $"data.preprocessing is {declared}: set it to {actual}.");
    }

    [Theory]
    [InlineData("demo", Standardize)]
    [InlineData("demo", Zca)]
    [InlineData("demo", Frepo)]
    [InlineData("shapes", Standardize)]
    [InlineData("shapes", Zca)]
    [InlineData("shapes", Frepo)]
    public void Noise_and_images_that_began_as_noise_pass(string set, string declared)
    {
        using var scope = NewDisposeScope();
        using var real = Real(set, declared);
        var images = TestImagesOf(real, 10);
        using var random = new Generator(3);
        var noise = randn(images.shape, generator: random);
        foreach (var share in new[] { 1, 0.9, 0.6, 0.3, 0.1 })
        {
            Write(share * noise + (1 - share) * images);
            Load(real).Dispose();
        }
    }

    [Theory]
    [InlineData("demo", Standardize)]
    [InlineData("demo", Zca)]
    [InlineData("demo", Frepo)]
    public void Learned_images_with_more_contrast_and_averages_with_less_pass(string set, string declared)
    {
        using var scope = NewDisposeScope();
        using var real = Real(set, declared);
        var images = TestImagesOf(real, 10);
        foreach (var changed in new[] { images * 2.2, images.view(10, 10, 1, 28, 28).mean([1]).repeat_interleave(10, 0) })
        {
            Write(changed);
            Load(real).Dispose();
        }
    }

    [Theory]
    [InlineData(Standardize, 1, 0, "between 0 and 1")]
    [InlineData(Zca, 1, 0, "between 0 and 1")]
    [InlineData(Standardize, 255, 0, "between 0 and 255")]
    [InlineData(Frepo, 255, 0, "between 0 and 255")]
    [InlineData(Standardize, 2, -1, "between −1 and 1")]
    public void Pixels_stored_as_real_numbers_are_told_from_preprocessed_images(string declared, double factor, double shift, string told)
    {
        using var scope = NewDisposeScope();
        using var real = Real("demo", declared);
        Write(real.Preprocessing.Invert(TestImagesOf(real, 5)).clamp(0, 1) * factor + shift);
        AssertTold(() => Load(real), told, "as uint8");
    }

    [Fact]
    public void Images_that_undo_to_nothing_visible_are_refused_even_when_they_fit_nowhere()
    {
        using var scope = NewDisposeScope();
        using var real = Real("demo", Standardize);
        using var random = new Generator(3);
        Write(30 * randn(100, 1, 28, 28, generator: random));
        AssertTold(() => Load(real), "that no image has");
        Write(full([100, 1, 28, 28], 0.25f));
        AssertTold(() => Load(real), "are equal");
    }

    [Theory]
    [InlineData(Standardize, "real")]
    [InlineData(Standardize, "noise")]
    [InlineData(Zca, "real")]
    [InlineData(Zca, "noise")]
    [InlineData(Frepo, "real")]
    [InlineData(Frepo, "noise")]
    public void Sets_of_our_own_method_pass_also_without_a_word_about_their_space(string preprocessing, string initialization)
    {
        var spec = EngineRun.Small();
        var options = EngineRun.Options(("initialization", initialization), ("iterations", 40));
        foreach (var (name, value) in spec.Method.Options) options.TryAdd(name, value);
        spec = spec with { Data = spec.Data with { Preprocessing = preprocessing }, Method = spec.Method with { Options = options } };
        using var run = new EngineRun().Execute(spec);
        Assert.Equal(RunStatus.Completed, run.End.Status);
        using var tree = FileTree.Open(_files.Write("own.npz", run.Artifact(run.LastSet.Data)));
        using var scope = NewDisposeScope();
        Write(tensor(NpzSet.Array(tree, ["images"])!.ToFloats(), 20, 3, 16, 16));
        using var real = ImageDataset.From(
            DataSets.Load(spec.Data, new EngineSettings(), new Seeds(spec.Seed)), spec.Data, new Seeds(spec.Seed), CPU);
        Load(real).Dispose();
    }

    [Fact]
    public void The_published_set_of_trajectory_matching_is_refused_under_standardize()
    {
        using var real = Cifar(Standardize);
        AssertTold(() => Published(real, "cifar10_10_mtt"), "look whitened", "data.preprocessing is standardize: set it to zca.");
    }

    [Fact]
    public void The_published_set_of_trajectory_matching_has_class_ids()
    {
        using var real = Cifar(Zca);
        using var set = Published(real, "cifar10_10_mtt");
        Assert.Equal((100, 10), (set.Count, set.ImagesPerClass));
        Assert.Null(set.SoftLabels);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)(i / 10)), set.Labels.data<long>().ToArray());
    }

    [Fact]
    public void The_published_set_of_frepo_has_learned_labels()
    {
        using var real = Cifar(Frepo);
        using var set = Published(real, "cifar10_1_frepo");
        Assert.Equal((10, 1), (set.Count, set.ImagesPerClass));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), set.Labels.data<long>().ToArray());
        using var scope = NewDisposeScope();
        Assert.True(set.SoftLabels!.sum(1).abs().lt(0.05).all().item<bool>());
    }

    public void Dispose() => _files.Dispose();

    private static ImageDataset Real(string set, string preprocessing) =>
        ImageDataset.From(set == "demo" ? Demo.Value : Made.Value, new DataSpec { Preprocessing = preprocessing }, DataFiles.Seeds, CPU);

    // A tenth of the train images: what takes time is the whitening, and these figures do not need all.
    private static ImageDataset Cifar(string preprocessing)
    {
        Assert.SkipWhen(CifarTenth.Value is null, "cifar10-jpeg.zip does not lie beside the checkout.");
        return ImageDataset.From(CifarTenth.Value, new DataSpec { Preprocessing = preprocessing }, DataFiles.Seeds, CPU);
    }

    private static RawImages? Tenth()
    {
        if (DataFiles.BesideCheckout("cifar10-jpeg.zip") is not { } path) return null;
        var settings = new EngineSettings { DataFolders = [Path.GetDirectoryName(path)!] };
        var raw = DataSets.Load(new DataSpec { Name = "cifar10-jpeg" }, settings, DataFiles.Seeds);
        var chosen = Enumerable.Range(0, raw.TrainLabels.Length / 10).Select(i => 10 * i).ToList();
        return raw with
        {
            TrainPixels = [.. chosen.SelectMany(i => raw.TrainPixels.AsSpan(i * raw.Shape.Size, raw.Shape.Size).ToArray())],
            TrainLabels = [.. chosen.Select(i => raw.TrainLabels[i])],
        };
    }

    private static SyntheticSet Published(ImageDataset real, string name)
    {
        var path = DataFiles.BesideCheckout(name + "_images.pt");
        Assert.SkipWhen(path is null, $"{name}_images.pt does not lie beside the checkout.");
        return ImportedSet.Load(
            new SetSpec { Source = "file", File = name + "_images.pt", Labels = name + "_labels.pt" }, real,
            new EngineSettings { DataFolders = [Path.GetDirectoryName(path)!] }, "");
    }

    private static Tensor TestImagesOf(ImageDataset real, int perClass)
    {
        var labels = real.Test.Labels.data<long>().ToArray();
        var chosen = Enumerable.Range(0, 10).SelectMany(c => Enumerable.Range(0, labels.Length).Where(i => labels[i] == c).Take(perClass));
        return real.Test.Images.index_select(0, tensor(chosen.Select(i => (long)i).ToArray()));
    }

    private void Write(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var npz = new NpzWriter();
        npz.Add("images", images);
        npz.Add("labels", arange(10).repeat_interleave(images.shape[0] / 10));
        _files.Write("set.npz", npz.Finish());
    }

    private SyntheticSet Load(ImageDataset real) =>
        ImportedSet.Load(new SetSpec { Source = "file", File = "set.npz" }, real, _files.Settings, _files.Folder);

    private static void AssertTold(Action load, params ReadOnlySpan<string> told)
    {
        var message = Assert.Throws<DataException>(load).Message;
        foreach (var part in told) Assert.Contains(part, message, StringComparison.Ordinal);
    }
}
