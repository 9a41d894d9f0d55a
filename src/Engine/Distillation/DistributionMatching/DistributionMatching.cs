using Contracts;
using Engine.Data;
using Engine.Networks;
using Engine.Numerics;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Distillation.DistributionMatching;

/// <summary>Distribution matching: move each class's mean embedding under random networks onto the real one (Zhao &amp; Bilen, WACV 2023).</summary>
/// <remarks>
/// min over S of E_θ Σ_c ‖ mean_i ψ_θ(A_ω(T_c,i)) − mean_j ψ_θ(A_ω(S_c,j)) ‖², θ fresh in every iteration, A a Siamese augmentation drawn per class.
/// With a pool θ is one of some networks that are trained on the real set meanwhile (the idea of IDM, Zhao et al., CVPR 2023).
/// All classes go through the network in one pass: the sum over classes has the same gradient as the classes one by one.
/// Expected (published, 20,000 iterations, ConvNet-3): Fashion-MNIST 83.6 %, CIFAR-10 48.9 ± 0.6 % at 10 images per class.
/// </remarks>
internal sealed class DistributionMatching(DistributionMatchingOptions options) : IDistiller
{
    /// <summary>Real images per forward pass: the activations of more no longer fit the caches.</summary>
    private const int Chunk = 64;

    /// <summary>Real images of all classes on which a network of the pool takes its step.</summary>
    private const int NetworkBatch = 256;

    private const double NetworkMomentum = 0.9;

    private readonly DiffAugment _augmentation = DiffAugment.Parse(options.Augmentation);

    /// <inheritdoc />
    public SyntheticSet Distill(DistillationRun run)
    {
        var synthetic = run.Start(options.ImagesPerClass, options.Initialization, options.Tiles);
        using var optimizer = new Sgd([synthetic.Images], options.Momentum);
        using var pool = options.PoolSize == 0 ? null
            : new NetworkPool(options.PoolSize, options.PoolUpdates, run.NewNetwork, parameters => new Sgd(parameters, NetworkMomentum));
        foreach (var k in run.Iterations(options.Iterations, synthetic, [("velocity", optimizer.Velocities[0]), .. pool?.State ?? []]))
        {
            using var scope = NewDisposeScope();
            using var fresh = pool is null ? run.NewNetwork(k) : null;
            var slot = pool?.Draw(run.Seeds.Random("pool", k)) ?? 0;
            var network = fresh ?? pool![slot];
            network.RequiresGrad(false);
            using var losses = MeanEmbeddingGaps(run, network, synthetic, k);
            losses.sum().backward();
            optimizer.Step(options.LearningRate);
            pool?.Update(slot, k, options.NetworkLearningRate, trained => TrainingLoss(run, trained, k));
            run.Count((long)run.Real.Classes.Count * (run.Real.RealBatch(options.RealBatch) + options.ImagesPerClass * options.Tiles * options.Tiles));
            if (run.Due(k)) run.MeasuredByClass(Series.MatchingLoss, losses);
        }

        synthetic.Images.requires_grad = false;
        return synthetic;
    }

    /// <inheritdoc />
    public MemoryNeed Need(ImageDataset real) => new()
    {
        GraphImages = Math.Max(
            (double)real.Classes.Count * options.ImagesPerClass * options.Tiles * options.Tiles,
            options.PoolSize > 0 ? Math.Min(NetworkBatch, real.Train.Count) : 0),
        ForwardImages = Chunk,
        ParameterCopies = 1 + 3.0 * options.PoolSize,
        Values = 2.0 * real.Classes.Count * real.RealBatch(options.RealBatch) * real.Shape.Size,
    };

    /// <summary>‖ mean ψ(T_c) − mean ψ(S_c) ‖² of each class.</summary>
    private Tensor MeanEmbeddingGaps(DistillationRun run, Network network, SyntheticSet synthetic, int iteration)
    {
        var classes = run.Real.Classes.Count;
        var realBatch = run.Real.RealBatch(options.RealBatch);
        using var random = run.Seeds.Generator("real-batch", iteration);
        var real = run.Real.Sampler.OfEveryClass(realBatch, random);
        var (augmentedReal, augmentedSynthetic) = SiameseAugment.ByClass(
            _augmentation, real, Formation.Decode(synthetic.Images, options.Tiles), classes, run.Seeds.Random("augmentation", iteration));
        var realMeans = RealMeans(network, augmentedReal, classes, realBatch);
        var syntheticMeans = network.Embed(augmentedSynthetic, training: true).view(classes, -1, network.Features).mean([1]);
        return (realMeans - syntheticMeans).Squared().sum(1);
    }

    /// <summary>Cross-entropy of a network of the pool on real images.</summary>
    private static Tensor TrainingLoss(DistillationRun run, Network network, int iteration)
    {
        using var random = run.Seeds.Generator("pool-batch", iteration);
        var train = run.Real.Train;
        var batch = randperm(train.Count, generator: random).narrow(0, 0, Math.Min(NetworkBatch, train.Count)).to(run.Device);
        return nn.functional.cross_entropy(network.Forward(train.Images.index_select(0, batch), training: true), train.Labels.index_select(0, batch));
    }

    private static Tensor RealMeans(Network network, Tensor images, int classes, int batch)
    {
        using var withoutGraph = no_grad();
        var embeddings = images.split(Chunk).Select(part => network.Embed(part, training: true)).ToList();
        return cat(embeddings).view(classes, batch, -1).mean([1]);
    }
}
