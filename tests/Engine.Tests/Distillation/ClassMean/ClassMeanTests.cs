using Contracts;
using Engine.Data;
using Engine.Distillation;
using Engine.Distillation.ClassMean;
using Engine.Runs;
using Engine.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Distillation.ClassMean;

public sealed class ClassMeanTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-means-");
    private readonly RunSpec _spec = EngineRun.Small("class-mean");
    private readonly ImageDataset _real;

    public ClassMeanTests()
    {
        var seeds = new Seeds(_spec.Seed);
        _real = ImageDataset.From(DataSets.Load(_spec.Data, new EngineSettings(), seeds), _spec.Data, seeds, CPU);
    }

    [Fact]
    public void One_image_is_the_mean_of_its_class()
    {
        using var means = Distill(1);
        for (var c = 0; c < 10; c++)
            Golden.Agrees(means.Images[c], _real.Train.Images.index_select(0, tensor(_real.TrainIndices[c])).mean([0]));
    }

    [Fact]
    public void As_many_images_as_the_class_has_are_the_class()
    {
        var size = _real.TrainIndices[0].Length;
        using var means = Distill(size);
        var ofClass = _real.Train.Images.index_select(0, tensor(_real.TrainIndices[0])).flatten(1);
        var distances = (means.Images.narrow(0, 0, size).flatten(1).unsqueeze(1) - ofClass.unsqueeze(0)).abs().sum([2]);
        Assert.Equal(Enumerable.Range(0, size), distances.argmin(1).data<long>().Select(i => (int)i).Order());
        Assert.Equal(0, distances.amin([1]).max().item<float>());
    }

    [Fact]
    public void Parts_share_no_image_and_leave_none_out()
    {
        // 20 images in 3 parts of 7, 7 and 6: the means, weighted so, have the mean of the class.
        Assert.Equal(20, _real.TrainIndices[0].Length);
        using var means = Distill(3);
        var parts = means.Images.narrow(0, 0, 3) * tensor([7f, 7f, 6f]).view(3, 1, 1, 1) / 20;
        Golden.Agrees(parts.sum([0]), _real.Train.Images.index_select(0, tensor(_real.TrainIndices[0])).mean([0]));
    }

    public void Dispose()
    {
        _real.Dispose();
        _folder.Delete(recursive: true);
        _scope.Dispose();
    }

    private SyntheticSet Distill(int imagesPerClass)
    {
        using var control = new RunControl();
        var context = new RunContext(_spec, CPU, new RunLog(TimeProvider.System), control, TimeProvider.System, _folder.FullName);
        using var run = new DistillationRun(context, _real, (_, _) => { }, (_, _) => { });
        return new Engine.Distillation.ClassMean.ClassMean(new ClassMeanOptions { ImagesPerClass = imagesPerClass }).Distill(run);
    }
}
