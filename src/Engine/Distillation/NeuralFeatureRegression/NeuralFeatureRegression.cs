using Contracts;
using Engine.Data;
using Engine.Networks;
using Engine.Numerics;
using Engine.Runs;
using Engine.Training;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Engine.Distillation.NeuralFeatureRegression;

/// <summary>
/// FRePo (Zhou, Nezhadarya and Ba, NeurIPS 2022): ridge regression on a network's features must carry the synthetic labels over to real images.
/// </summary>
/// <remarks>
/// min over S, Y_s of E_θ ½‖f_θ(x_t) X_sᵀ(X_s X_sᵀ + λI)⁻¹ Y_s − y_t‖² + L_lb(Y_s), y_t = one-hot − 1/C, θ from a pool of networks that are trained on S.
/// First order: features of the real batch take no gradient, and no training is unrolled.
/// Expected (published, 500,000 iterations, ConvNet of doubling widths with batch norm): Fashion-MNIST 75.6 / 86.2 / 89.6 % at 1 / 10 / 50 images per
/// class. Test networks are trained on ½‖z − y‖², which takes smaller learning rates than cross-entropy: 0.003 rather than 0.01.
/// </remarks>
internal sealed class NeuralFeatureRegression(NeuralFeatureRegressionOptions options) : IDistiller
{
    /// <summary>Real images per forward pass: the activations of more no longer fit the caches.</summary>
    private const int Chunk = 64;

    /// <summary>Synthetic images at most on which a network of the pool takes its step.</summary>
    private const int MostTrained = 1000;

    /// <summary>Share of the learning rate that is left at the end.</summary>
    private const double LowestRate = 0.1;

    /// <inheritdoc />
    public SyntheticSet Distill(DistillationRun run)
    {
        var synthetic = Start(run);
        using var optimizer = new Lamb(options.LearnLabels ? [synthetic.Images, synthetic.SoftLabels!] : [synthetic.Images]);
        using var pool = new NetworkPool(
            options.PoolSize, options.MaxUpdates, run.NewNetwork, parameters => new AdamW(parameters, 0.9, 0.999, weightDecay: 0));
        var learned = optimizer.State.Select((tensor, i) => ($"optimizer/{i}", tensor)).Append(("labels", synthetic.SoftLabels!));
        var regularization = options.Regularization;
        foreach (var k in run.Iterations(options.Iterations, synthetic, [.. learned, .. pool.State]))
        {
            using var scope = NewDisposeScope();
            var slot = pool.Draw(run.Seeds.Random("pool", k));
            var fit = Fit(pool[slot], synthetic, k);
            regularization = Warned(run, fit.Regularization, regularization, k);
            var kernelLoss = KernelLoss(run, pool[slot], fit, k);
            var labelLoss = options.LearnLabels ? KernelRegression.MarginLoss(synthetic.SoftLabels!) : zeros(1, device: run.Device).sum();
            kernelLoss.add(labelLoss, Number.One).backward();
            optimizer.Step(Schedules.HalfWave(options.LearningRate, LowestRate, (k - 1.0) / options.Iterations));
            pool.Update(slot, k, options.NetworkLearningRate, network => TrainingLoss(run, network, synthetic, k));
            run.Count(RealBatch(run) + synthetic.Count * (options.Flip ? 3L : 2L));
            if (run.Due(k)) Measure(run, kernelLoss, labelLoss, pool);
        }

        synthetic.Images.requires_grad = synthetic.SoftLabels!.requires_grad = false;
        return synthetic;
    }

    /// <inheritdoc />
    public MemoryNeed Need(ImageDataset real)
    {
        var images = (double)options.ImagesPerClass * real.Classes.Count * (options.Flip ? 2 : 1);
        return new MemoryNeed
        {
            GraphImages = images,
            ForwardImages = Chunk,
            ParameterCopies = 3.0 * options.PoolSize + 1,
            Values = 6 * images * images + (double)options.RealBatch * real.Shape.Size,
        };
    }

    /// <summary>Label vectors (one-hot − 1/C)/√(C/10): of length near 1 for any number of classes.</summary>
    private SyntheticSet Start(DistillationRun run)
    {
        var start = run.Start(options.ImagesPerClass, options.Initialization);
        using var scope = NewDisposeScope();
        var labels = Centred(start.Labels, start.Classes.Count).div(Number.Of(Math.Sqrt(start.Classes.Count / 10.0)));
        labels.requires_grad = options.LearnLabels;
        return new SyntheticSet(start.Images, start.Labels, start.Classes, start.Preprocessing, labels) { LabelLoss = LabelLoss.SquaredError };
    }

    /// <summary>The regression from what a network sees in the synthetic images, by its running statistics, to their labels.</summary>
    private KernelRegression Fit(Network network, SyntheticSet synthetic, int iteration)
    {
        var (images, labels) = (synthetic.Images, synthetic.SoftLabels!);
        if (options.Flip) (images, labels) = (cat([images, images.flip(3)]), cat([labels, labels]));
        return KernelRegression.Fit(network.Embed(images), labels, options.Regularization) ?? throw new RunFault(
            $"{Series.KernelLoss} could not be computed at iteration {iteration}: the kernel of the synthetic images cannot be factorised, whatever the "
            + "regularization. Their features have become infinite or equal: a smaller learningRate or networkLearningRate usually helps.");
    }

    /// <summary>Tells once of each regularisation that is stronger than the ones before; gives the strongest.</summary>
    private static double Warned(DistillationRun run, double used, double strongest, int iteration)
    {
        if (used <= strongest) return strongest;
        run.Note($"{Series.KernelLoss}: at iteration {iteration} the kernel could be factorised only with a regularization of {used:g2}.", "warning");
        return used;
    }

    private Tensor KernelLoss(DistillationRun run, Network network, KernelRegression fit, int iteration)
    {
        using var random = run.Seeds.Generator("real-batch", iteration);
        var real = run.Real.Train;
        var batch = randperm(real.Count, generator: random).narrow(0, 0, RealBatch(run)).to(real.Labels.device);
        var targets = Centred(real.Labels.index_select(0, batch), run.Real.Classes.Count);
        return fit.Loss(RealFeatures(network, real.Images, batch), targets);
    }

    private long RealBatch(DistillationRun run) => Math.Min(options.RealBatch, run.Real.Train.Count);

    private static Tensor RealFeatures(Network network, Tensor images, Tensor batch)
    {
        using var withoutGraph = no_grad();
        return cat([.. batch.split(Chunk).Select(part => network.Embed(images.index_select(0, part)))]);
    }

    /// <summary>½‖z − y‖² of a network on the set as it is now, or on so many images of it.</summary>
    private static Tensor TrainingLoss(DistillationRun run, Network network, SyntheticSet synthetic, int iteration)
    {
        var (images, labels) = (synthetic.Images.detach(), synthetic.SoftLabels!.detach());
        if (synthetic.Count > MostTrained)
        {
            using var random = run.Seeds.Generator("pool-batch", iteration);
            var batch = randperm(synthetic.Count, generator: random).narrow(0, 0, MostTrained).to(images.device);
            (images, labels) = (images.index_select(0, batch), labels.index_select(0, batch));
        }

        return HalfSquaredError.Of(network.Forward(images, training: true), labels);
    }

    private static void Measure(DistillationRun run, Tensor kernelLoss, Tensor labelLoss, NetworkPool pool)
    {
        var (kernel, label) = (kernelLoss.item<double>(), (double)labelLoss.item<float>());     // host sync
        run.Measured((Series.MatchingLoss, kernel + label), (Series.KernelLoss, kernel), (Series.LabelLoss, label), (Series.PoolAge, pool.Counters.Average()));
    }

    private static Tensor Centred(Tensor labels, int classes) =>
        F.one_hot(labels, classes).to(ScalarType.Float32).sub(Number.Of(1.0 / classes));
}
