using Engine.Data;
using Engine.Evaluation;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Tests.Evaluation;

/// <summary>What the judge trains on: the set's own labels, loss and rate.</summary>
public sealed class MaterialTests : IDisposable
{
    private readonly ImageDataset _real;

    public MaterialTests()
    {
        var (spec, seeds) = (EngineRun.Small().Data, new Seeds(0));
        _real = ImageDataset.From(DataSets.Load(spec, new EngineSettings(), seeds), spec, seeds, CPU);
    }

    [Fact]
    public void Hard_labels_are_trained_on_by_cross_entropy_at_the_protocols_rate()
    {
        using var scope = NewDisposeScope();
        using var set = Set(null, default);
        var material = Material.Of(set);
        Assert.Same(set.Labels, material.Targets);
        Assert.Null(material.Objective);
        Assert.Null(material.LearningRate);
        Assert.Equal(1, material.RateFactor);
    }

    [Fact]
    public void Logits_become_probabilities()
    {
        using var scope = NewDisposeScope();
        using var set = Set(Vectors(), LabelLoss.CrossEntropy);
        var material = Material.Of(set);
        Assert.True(material.Targets.sum(1).allclose(ones(10)));
        Assert.Equal(set.Labels.data<long>().ToArray(), material.Targets.argmax(1).data<long>().ToArray());
        Assert.Null(material.Objective);
    }

    [Fact]
    public void Vectors_of_a_regression_are_trained_on_as_they_are_by_half_the_squared_distance_at_a_lower_rate()
    {
        using var scope = NewDisposeScope();
        using var set = Set(Vectors(), LabelLoss.SquaredError);
        var material = Material.Of(set);
        Assert.True(material.Targets.allclose(Vectors()));
        var off = Vectors();
        off[0, 0] += 3;
        Assert.Equal(0.5 * 9 / 10, material.Objective!(off, off, material.Targets).item<float>(), 5);
        Assert.InRange(material.RateFactor, 0.01, 0.99);
    }

    [Fact]
    public void A_learned_rate_goes_with_the_set()
    {
        using var scope = NewDisposeScope();
        using var set = Set(null, default, rate: 0.02f);
        Assert.Equal(0.02, Material.Of(set).LearningRate!.Value, 6);
    }

    public void Dispose() => _real.Dispose();

    private static Tensor Vectors() => eye(10) * 2 - 0.1;

    private SyntheticSet Set(Tensor? vectors, LabelLoss loss, float? rate = null)
    {
        using var random = new Generator(1, CPU);
        using var start = SyntheticSet.FromReal(_real, 1, random);
        return new SyntheticSet(start.Images.clone(), start.Labels.clone(), start.Classes, start.Preprocessing, vectors)
        {
            LabelLoss = loss,
            LearningRate = rate is { } value ? tensor(value).DetachFromDisposeScope() : null,
        };
    }
}
