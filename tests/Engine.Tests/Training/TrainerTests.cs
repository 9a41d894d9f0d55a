using Contracts;
using Engine.Data;
using Engine.Networks;
using Engine.Numerics;
using Engine.Runs;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Tests.Training;

public class TrainerTests
{
    private static readonly TrainingPlan Plan = Reference(epochs: 20, batchSize: 8);

    [Fact]
    public void A_network_learns_images_that_can_be_told_apart()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = TwoClasses();
        using var network = NewNetwork();
        Trainer.Train(network, images, labels, Plan, new Random(1), new Random(2), () => { });
        Assert.Equal(1, Accuracy.Of(network, images, labels, () => { }));
    }

    [Fact]
    public void The_same_chance_gives_the_same_weights()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = TwoClasses();
        using var first = NewNetwork();
        using var second = NewNetwork();
        Trainer.Train(first, images, labels, Plan, new Random(1), new Random(2), () => { });
        Trainer.Train(second, images, labels, Plan, new Random(1), new Random(2), () => { });
        Assert.All(first.Parameters.Zip(second.Parameters), pair => Assert.True(pair.First.allclose(pair.Second, 0, 0)));
    }

    [Fact]
    public void E_epochs_take_E_plus_one_passes_as_the_reference_protocol_does()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = TwoClasses();
        using var network = NewNetwork();
        var steps = 0;
        Trainer.Train(network, images, labels, Reference(epochs: 3, batchSize: 6), new Random(1), new Random(2), () => steps++);
        Assert.Equal(4 * 3, steps);     // 16 images in batches of 6, 6 and 4
    }

    [Fact]
    public void Accuracy_of_nothing_is_unknown()
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork();
        Assert.Null(Accuracy.Of(network, zeros(0, 1, 8, 8), zeros(0, ScalarType.Int64), () => { }));
    }

    private static Network NewNetwork()
    {
        using var random = new Seeds(3).Generator("test");
        return Network.Create(new ComponentSpec { Name = "convnet", Options = EngineRun.Options(("width", 4), ("depth", 1)) }, new ImageShape(1, 8, 8), 2, random, CPU);
    }

    private static (Tensor Images, Tensor Labels) TwoClasses()
    {
        using var random = new Generator(5, CPU);
        var noise = randn(16, 1, 8, 8, generator: random) * 0.1;
        var labels = arange(16, dtype: ScalarType.Int64) % 2;
        var stripes = arange(8, dtype: ScalarType.Float32) % 2 * 2 - 1;
        var across = stripes.view(1, 1, 1, 8);
        var down = stripes.view(1, 1, 8, 1);
        return (noise + where(labels.view(-1, 1, 1, 1).eq(0), across.expand(16, 1, 8, 8), down.expand(16, 1, 8, 8)), labels);
    }

    private static TrainingPlan Reference(int epochs, int batchSize) =>
        ReferenceProtocol.Plan(epochs, 0.05, 0.9, 0, batchSize, DiffAugment.Parse("none"), 1);
}
