using Engine.Data;
using Engine.Networks;
using static TorchSharp.torch;

namespace Engine.Distillation.Coresets;

/// <summary>Chooses so many features of a class, without repeats.</summary>
/// <param name="features">[images, F].</param>
/// <param name="count">How many; at most as many as there are.</param>
/// <returns>Their rows, in the order of choice.</returns>
internal delegate IReadOnlyList<int> CoresetRule(Tensor features, int count);

/// <summary>A coreset: real images chosen class by class, by a rule, from the features of a network that was trained on the real set.</summary>
/// <remarks>
/// Starts as a random subset; its one iteration trains the network, then puts the chosen images in the place of the random ones. A run
/// that is stopped in the training begins it again.
/// </remarks>
internal sealed class Coreset(CoresetOptions options, CoresetRule rule) : IDistiller
{
    private const int Chunk = 256;

    /// <inheritdoc />
    public SyntheticSet Distill(DistillationRun run)
    {
        using var random = run.Seeds.Generator("init");
        var synthetic = SyntheticSet.FromReal(run.Real, options.ImagesPerClass, random);
        foreach (var k in run.Iterations(1, synthetic))
        {
            using var scope = NewDisposeScope();
            using var network = run.NewNetwork(k);
            RealTraining.Train(run, network, options.TrainingEpochs, options.LearningRate, options.BatchSize);
            using var chosen = SyntheticSet.FromChosen(run.Real, Choose(run, network));
            synthetic.Images.copy_(chosen.Images);
        }

        return synthetic;
    }

    /// <inheritdoc />
    public MemoryNeed Need(ImageDataset real) => new()
    {
        GraphImages = Math.Min(options.BatchSize, real.Train.Count),
        ForwardImages = Chunk,
        ParameterCopies = 3,
        Lever = "batchSize",
    };

    private List<long> Choose(DistillationRun run, Network network)
    {
        var chosen = new List<long>();
        foreach (var members in run.Real.TrainIndices)
        {
            using var scope = NewDisposeScope();
            using var withoutGraph = no_grad();
            var images = run.Real.Train.Images.index_select(0, tensor(members, device: run.Device));
            var features = cat([.. images.split(Chunk).Select(part => Embed(run, network, part))]);
            chosen.AddRange(rule(features, options.ImagesPerClass).Select(row => members[row]));
        }

        return chosen;
    }

    private static Tensor Embed(DistillationRun run, Network network, Tensor images)
    {
        run.Breathe();
        return network.Embed(images);
    }
}
