using Contracts;
using Engine.Data;
using Engine.Data.Sources;
using Engine.Numerics;
using Engine.Runs;
using Engine.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Data;

public sealed class ImageDatasetTests
{
    private static readonly RawImages Raw = Shapes.Make(new ImageShape(3, 8, 9), 20, 4, DataFiles.Seeds);

    [Fact]
    public void Train_and_validation_share_no_image_and_together_are_all()
    {
        var split = TrainSplit.Draw(Raw.TrainLabels, Raw.Classes, new DataSpec { ValidationFraction = 0.25 }, DataFiles.Seeds);
        Assert.Empty(split.Train.Intersect(split.Validation));
        Assert.Equal(Enumerable.Range(0, 200), split.Train.Concat(split.Validation).Order());
        Assert.All(Enumerable.Range(0, 10), c => Assert.Equal(5, split.Validation.Count(i => Raw.TrainLabels[i] == c)));
    }

    [Fact]
    public void The_limit_per_class_keeps_that_many_train_images_beside_the_validation_images()
    {
        using var set = Loaded(new DataSpec { TrainPerClass = 10, ValidationFraction = 0.1 });
        Assert.Equal((100, 10, 40), (set.Train.Count, set.Validation.Count, set.Test.Count));
        Assert.All(set.TrainIndices, members => Assert.Equal(10, members.Length));
    }

    [Fact]
    public void The_same_seed_draws_the_same_split_and_another_seed_another()
    {
        var spec = new DataSpec { TrainPerClass = 5 };
        int[] Train(int seed) => TrainSplit.Draw(Raw.TrainLabels, Raw.Classes, spec, new Seeds(seed)).Train;
        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));
    }

    [Fact]
    public void Images_are_the_bytes_of_the_raw_set_after_preprocessing()
    {
        using var scope = NewDisposeScope();
        using var set = Loaded(new DataSpec { ValidationFraction = 0 });
        Assert.Equal([200, 3, 8, 9], set.Train.Images.shape);
        Assert.Equal(ScalarType.Int64, set.Train.Labels.dtype);
        Assert.Equal(0, set.Validation.Count);
        var pixels = set.Preprocessing.Invert(set.Train.Images[7..8]).mul(255).round().to_type(ScalarType.Byte);
        Assert.Equal(Raw.TrainPixels.AsSpan(7 * Raw.Shape.Size, Raw.Shape.Size).ToArray(), pixels.data<byte>().ToArray());
        Assert.True(set.Train.Images.mean().abs().item<float>() < 1e-4);
        Assert.Equal(1, set.Train.Images.std().item<float>(), 0.02f);
    }

    [Fact]
    public void Tensors_outlive_the_scope_in_which_the_set_was_made()
    {
        ImageDataset set;
        using (NewDisposeScope()) set = Loaded(new DataSpec { Preprocessing = "zca" });
        using (set) Assert.False(set.Train.Images.IsInvalid || set.Preprocessing.Whitening!.Matrix.IsInvalid || set.Train.Labels.IsInvalid);
        Assert.True(set.Train.Images.IsInvalid);
    }

    [Fact]
    public void A_batch_of_every_class_is_class_after_class_without_repeats()
    {
        using var scope = NewDisposeScope();
        using var set = Loaded(new DataSpec());
        using var generator = DataFiles.Seeds.Generator("batch");
        var indices = Enumerable.Range(0, 10).SelectMany(c => set.Sampler.Draw(c, 6, generator)).ToArray();
        Assert.Equal(60, indices.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (long)(i / 6)), set.Train.Labels[tensor(indices)].data<long>().ToArray());
        using var again = DataFiles.Seeds.Generator("batch");
        Assert.True(set.Sampler.OfEveryClass(6, again).equal(set.Train.Images[tensor(indices)]).all().item<bool>());
    }

    [Fact]
    public void A_batch_larger_than_the_class_takes_each_image_equally_often()
    {
        using var set = Loaded(new DataSpec());
        using var generator = DataFiles.Seeds.Generator("batch");
        var counts = set.Sampler.Draw(3, 45, generator).GroupBy(i => i).Select(group => group.Count()).ToArray();
        Assert.Equal(18, counts.Length);
        Assert.Equal((2, 3), (counts.Min(), counts.Max()));
        using var batch = set.Sampler.OfClass(3, 45, generator);
        Assert.Equal([45, 3, 8, 9], batch.shape);
    }

    [Fact]
    public void More_images_per_class_than_there_are_is_refused_for_each_class()
    {
        using var set = Loaded(new DataSpec());
        set.CheckImagesPerClass(18);
        Assert.Equal(10, Assert.Throws<DataException>(() => set.CheckImagesPerClass(19)).Faults.Count);
    }

    [Fact]
    public void A_faulty_set_is_refused_with_all_its_faults()
    {
        var labels = Raw.TrainLabels.Select(label => label == 4 ? 10 : label).ToArray();
        var fault = Assert.Throws<DataException>(
            () => ImageDataset.From(
                Raw with { TrainLabels = labels, TestLabels = [], TestPixels = [] }, new DataSpec(), DataFiles.Seeds, CPU));
        Assert.Equal(3, fault.Faults.Count);
        Assert.Contains("20 train labels", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Class 'plus'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("no test images", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_preprocessing_is_refused() =>
        Assert.Throws<DataException>(() => Loaded(new DataSpec { Preprocessing = "pca" }));

    [Fact]
    public void Making_a_set_leaves_no_tensor_behind()
    {
        Loaded(new DataSpec()).Dispose();
        var before = LiveTensors.Count;
        Loaded(new DataSpec()).Dispose();
        Loaded(new DataSpec { Preprocessing = "zca-frepo" }).Dispose();
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void Shapes_are_the_same_bytes_for_the_same_seed_and_ten_balanced_classes()
    {
        var spec = new DataSpec { Name = "shapes", ImageSize = 16, TrainPerClass = 30 };
        var first = DataSets.Load(spec, new EngineSettings(), new Seeds(1));
        Assert.Equal(first.TrainPixels, DataSets.Load(spec, new EngineSettings(), new Seeds(1)).TrainPixels);
        Assert.NotEqual(first.TrainPixels, DataSets.Load(spec, new EngineSettings(), new Seeds(2)).TrainPixels);
        Assert.Equal(("3×16×16", 10, 200), (first.Shape.ToString(), first.Classes.Count, first.TestLabels.Length));
        using var set = ImageDataset.From(first, spec, new Seeds(1), CPU);
        Assert.All(set.TrainIndices, members => Assert.Equal(30, members.Length));
    }

    private static ImageDataset Loaded(DataSpec spec) => ImageDataset.From(Raw, spec, DataFiles.Seeds, CPU);
}
