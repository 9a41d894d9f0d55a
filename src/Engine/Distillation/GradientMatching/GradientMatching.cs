using Contracts;
using Engine.Data;
using Engine.Networks;
using Engine.Numerics;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Distillation.GradientMatching;

/// <summary>
/// Gradient matching: make the synthetic images of a class give the gradient that its real images give, along the training of many random
/// networks (DC: Zhao et al., Dataset Condensation with Gradient Matching, ICLR 2021; DSA: Zhao &amp; Bilen, ICML 2021).
/// </summary>
/// <remarks>
/// min over S of E_θ0 Σ_t Σ_c D(∇_θ L(A_ω(S_c); θ_t), ∇_θ L(A_ω(T_c); θ_t)), θ0 fresh in every iteration, θ_t trained on S in
/// between, A a Siamese augmentation drawn per class (DSA) or nothing (DC).
/// Each class is derived alone, so memory does not grow with the classes; the pixels step once, after all of them.
/// Expected (published, 1000 iterations, ConvNet-3, 10 images per class): Fashion-MNIST 82.3 ± 0.4 (DC), 84.6 ± 0.3 % (DSA);
/// CIFAR-10 44.9 ± 0.5 (DC), 52.1 ± 0.5 % (DSA).
/// </remarks>
internal sealed class GradientMatching(GradientMatchingOptions options) : IDistiller
{
    /// <summary>Real images per forward and backward pass: the activations of more no longer fit the caches.</summary>
    private const int Chunk = 64;

    /// <summary>Real images per class that set the statistics of batch norms before each matching step.</summary>
    private const int StatisticsBatch = 16;

    /// <summary>How many times the memory of a graph it takes to derive through it twice.</summary>
    private const double SecondOrder = 3;

    private readonly DiffAugment _augmentation = DiffAugment.Parse(options.Augmentation);

    /// <inheritdoc />
    public SyntheticSet Distill(DistillationRun run)
    {
        var (outerLoop, innerLoop) = Loops;
        var synthetic = run.Start(options.ImagesPerClass, options.Initialization, options.Tiles);
        using var optimizer = new Sgd([synthetic.Images], options.Momentum);
        foreach (var k in run.Iterations(options.Iterations, synthetic, ("velocity", optimizer.Velocities[0])))
        {
            using var scope = NewDisposeScope();
            using var network = run.NewNetwork(k);
            var distances = new List<Tensor>();
            for (var outer = 0; outer < outerLoop; outer++)
            {
                run.Breathe();
                var step = (long)k * outerLoop + outer;
                if (network.Buffers.Count > 0) SetStatistics(run, network, step);
                distances.Add(Match(run, network, synthetic, step));
                optimizer.Step(options.LearningRate);
                if (outer < outerLoop - 1) Train(run, network, synthetic, innerLoop, step);
            }

            if (run.Due(k)) Measure(run, stack(distances).mean([0]));
        }

        synthetic.Images.requires_grad = false;
        return synthetic;
    }

    /// <inheritdoc />
    public MemoryNeed Need(ImageDataset real)
    {
        var ofClass = options.ImagesPerClass * options.Tiles * options.Tiles;
        var trained = Math.Min(options.NetworkBatch, ofClass * real.Classes.Count);
        return new MemoryNeed
        {
            GraphImages = Math.Max(Math.Min(Chunk, options.RealBatch), Math.Max(SecondOrder * ofClass, trained)),
            ParameterCopies = 4,
            Values = 2.0 * options.RealBatch * real.Shape.Size,
            Lever = options.NetworkBatch < SecondOrder * ofClass ? "imagesPerClass" : "networkBatch",
        };
    }

    private (int Outer, int Inner) Loops
    {
        get
        {
            var (outer, inner) = LoopTable.For(options.ImagesPerClass);
            return (options.OuterLoop > 0 ? options.OuterLoop : outer, options.InnerLoop > 0 ? options.InnerLoop : inner);
        }
    }

    /// <summary>Batch norms take the statistics of a few real images of every class, which then hold while gradients are matched.</summary>
    private static void SetStatistics(DistillationRun run, Network network, long step)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        using var random = run.Seeds.Generator("statistics-batch", step);
        network.Forward(run.Real.Sampler.OfEveryClass(run.Real.RealBatch(StatisticsBatch), random), training: true);
    }

    /// <summary>Leaves the gradient of the sum of all distances on the pixels; gives the distances [classes, layers].</summary>
    private Tensor Match(DistillationRun run, Network network, SyntheticSet synthetic, long step)
    {
        using var scope = NewDisposeScope();
        using var random = run.Seeds.Generator("real-batch", step);
        var chance = run.Seeds.Random("augmentation", step);
        var classes = run.Real.Classes.Count;
        var realBatch = run.Real.RealBatch(options.RealBatch);

        // What the distance does not compare is no variable: its gradients, and the second ones through them, are never computed.
        var parameters = network.Parameters.Select(p => GradientDistance.Compares(options.Distance, p) ? p : p.detach()).ToList();

        // A leaf per class, in the memory of the whole: a backward pass through a slice would fill and add a gradient of the whole.
        var pixels = synthetic.Images.detach().chunk(classes).Select(part => part.requires_grad_(true)).ToList();
        var distances = new List<Tensor>();
        for (var c = 0; c < classes; c++)
        {
            using var ofClass = NewDisposeScope();
            var draw = _augmentation.Draw(chance, batch: 1, siamese: true);
            var real = _augmentation.Apply(run.Real.Sampler.OfClass(c, realBatch, random), draw);
            var goal = RealGradient(network, parameters, real, c);
            var images = _augmentation.Apply(Formation.Decode(pixels[c], options.Tiles), draw);
            var byLayer = GradientDistance.ByLayer(options.Distance, SyntheticGradient(network, parameters, images, c), goal);
            byLayer.sum().backward(inputs: [pixels[c]]);
            distances.Add(byLayer.detach().MoveToOuterDisposeScope());
        }

        synthetic.Images.grad = cat([.. pixels.Select(part => part.grad!)]);
        run.Count(classes * (realBatch + pixels[0].shape[0] * options.Tiles * options.Tiles));
        return stack(distances).MoveToOuterDisposeScope();
    }

    /// <summary>∇_θ of the mean cross-entropy of real images of a class, without a graph: a sum over chunks.</summary>
    private static List<Tensor> RealGradient(Network network, List<Tensor> parameters, Tensor images, int c)
    {
        foreach (var part in images.split(Chunk))
        {
            using var scope = NewDisposeScope();
            Loss(network, parameters, part, c, nn.Reduction.Sum, SecondDerivative.None).div(Number.Of(images.shape[0])).backward();
        }

        var variables = parameters.Where(parameter => parameter.requires_grad).ToList();
        var gradients = variables.Select(variable => variable.grad!).ToList();
        foreach (var variable in variables) variable.grad = null;
        return gradients;
    }

    /// <summary>∇_θ of the mean cross-entropy of synthetic images of a class, differentiable by the images.</summary>
    private static IReadOnlyList<Tensor> SyntheticGradient(Network network, List<Tensor> parameters, Tensor images, int c)
    {
        var loss = Loss(network, parameters, images, c, nn.Reduction.Mean, SecondDerivative.ByImages);
        return Gradients.OfAll(loss, [.. parameters.Where(parameter => parameter.requires_grad)], createGraph: true);
    }

    private static Tensor Loss(Network network, List<Tensor> parameters, Tensor images, int c, nn.Reduction reduction, SecondDerivative second)
    {
        var labels = full([images.shape[0]], Number.Of(c), dtype: ScalarType.Int64, device: images.device);
        return nn.functional.cross_entropy(network.Forward(images, parameters: parameters, second: second), labels, reduction: reduction);
    }

    /// <summary>Trains the network on the synthetic set as it is now: plain descent, every image augmented by itself.</summary>
    private void Train(DistillationRun run, Network network, SyntheticSet synthetic, int epochs, long step)
    {
        using var formed = synthetic.Formed();
        var plan = new TrainingPlan
        {
            Epochs = epochs,
            BatchSize = options.NetworkBatch,
            Augmentation = _augmentation,
            Optimizer = parameters => new Sgd(parameters),
            LearningRate = _ => options.NetworkLearningRate,
        };
        Trainer.Train(
            network, formed.Images, formed.Labels, plan, run.Seeds.Random("order", step), run.Seeds.Random("training-augmentation", step),
            run.Breathe);
        run.Count((long)epochs * formed.Count);
    }

    /// <summary>
    /// Tells the mean over the outer steps of the distance, summed over classes and layers (the reference code logs it divided by the
    /// classes), of that of each class, and of that of each layer, summed over the classes.
    /// </summary>
    private static void Measure(DistillationRun run, Tensor distances)
    {
        run.MeasuredByClass(Series.MatchingLoss, distances.sum([1]));
        var layers = distances.sum([0]).cpu().data<float>().ToArray();        // host sync
        for (var layer = 0; layer < layers.Length; layer++) run.Measured((Series.OfLayer(Series.MatchingLoss, layer), layers[layer]));
    }
}
