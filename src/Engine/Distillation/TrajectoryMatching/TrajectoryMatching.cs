using Contracts;
using Engine.Data;
using Engine.Numerics;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>
/// Trajectory matching: a few steps on S shall lead where whole epochs on T led (Cazenavette et al., CVPR 2022; extras of DATM, Guo et
/// al., ICLR 2024).
/// </summary>
/// <remarks>
/// Experts θ*₀, θ*₁, … are trained on T first and kept. Each iteration draws one and an epoch t, walks a student N steps on S from θ̂₀ =
/// θ*ₜ, and
/// descends L = ‖θ̂_N − θ*ₜ₊ₘ‖² / ‖θ*ₜ − θ*ₜ₊ₘ‖² by the pixels and by the student's learning rate α.
/// Expected (published, 5000 iterations, 100 experts, ConvNet-3, ZCA): CIFAR-10 46.3 / 65.3 / 71.6 % at 1 / 10 / 50 images per class.
/// </remarks>
internal sealed class TrajectoryMatching(TrajectoryMatchingOptions options) : IDistiller
{
    /// <summary>How many times the memory of a graph it takes to derive through it twice.</summary>
    private const double SecondOrder = 3;

    private const double MiB = 1 << 20;

    private readonly DiffAugment _augmentation = DiffAugment.Parse(options.Augmentation);

    /// <inheritdoc />
    public SyntheticSet Distill(DistillationRun run)
    {
        using var network = run.NewNetwork(0);
        network.RequiresGrad(false);
        using var buffer = ExpertBuffer.Open(run, ExpertRecipe.Of(run.Context.Spec, run.Real, options), options.ExpertCount, network);
        var start = run.Start(options.ImagesPerClass, options.Initialization);
        var labels = options.LabelLearningRate > 0 ? ExpertLabels.Of(run, network, buffer.Experts, options.TrainedEpochs, start) : null;
        using var learned = new LearnedSet(start, labels, options);
        var kept = KeptGraphs(options, learned.Set.Count, network.KeptValues);
        var student = new Student(network, _augmentation, learned.Pixels, learned.Labels, learned.Rate, kept);
        foreach (var k in run.Iterations(options.Iterations, learned.Set, learned.State))
        {
            using var scope = NewDisposeScope();
            Match(run, student, buffer, learned, k);
            learned.Step(k, text => run.Context.Note(text, "warning"));
        }

        return learned.Finish();
    }

    /// <inheritdoc />
    public MemoryNeed Need(ImageDataset real)
    {
        var step = StepImages(options, (double)options.ImagesPerClass * real.Classes.Count);
        return new MemoryNeed
        {
            GraphImages = Math.Max(SecondOrder * step, Math.Min(options.ExpertBatch, real.Train.Count)),
            ParameterCopies = (double)options.ExpertCount * (options.LastEpoch + 1) + options.SyntheticSteps + 6,
            KeptGraphImages = SecondOrder * step * options.SyntheticSteps,
            KeptGraphBytes = options.GraphMemory * MiB,
            Lever = SecondOrder * step > options.ExpertBatch ? "batchSize" : options.GraphMemory > 0 ? "graphMemory" : "expertBatch",
        };
    }

    /// <summary>The start epochs of an iteration: from T⁻ up to, not including, T⁺ or what it has risen to.</summary>
    internal static (int From, int To) StartEpochs(TrajectoryMatchingOptions options, int iteration)
    {
        if (iteration >= options.CurriculumIterations) return (options.MinStartEpoch, options.MaxStartEpoch);
        var risen = (options.MaxStartEpoch - options.CurriculumStartEpoch) * (long)iteration / options.CurriculumIterations;
        return (options.MinStartEpoch, options.CurriculumStartEpoch + (int)risen);
    }

    /// <summary>How many steps keep their graph: as many as the memory for them holds.</summary>
    /// <param name="options">Steps, images of a step and MiB.</param>
    /// <param name="images">Images of the set.</param>
    /// <param name="keptValues">Values of one image that a backward pass through the network needs.</param>
    internal static int KeptGraphs(TrajectoryMatchingOptions options, int images, long keptValues) =>
        (int)Math.Min(options.SyntheticSteps, options.GraphMemory * MiB / (SecondOrder * StepImages(options, images) * keptValues * sizeof(float)));

    private static double StepImages(TrajectoryMatchingOptions options, double images) =>
        options.BatchSize > 0 ? Math.Min(options.BatchSize, images) : images;

    private void Match(DistillationRun run, Student student, ExpertBuffer buffer, LearnedSet learned, int k)
    {
        var random = run.Seeds.Random("student", k);
        var expert = buffer.Experts[random.Next(buffer.Experts.Count)];
        var (from, to) = StartEpochs(options, k);
        var t = random.Next(from, to);
        var (start, goal) = (expert.Snapshot(t, run.Device), expert.Snapshot(t + options.ExpertEpochs, run.Device));
        var steps = StudentStep.Draws(options.SyntheticSteps, learned.Set.Count, options.BatchSize, _augmentation, random);
        var path = student.Walk(start, steps, run.Breathe);
        var distance = (start - goal).Squared().sum();
        var loss = (path[^1] - goal).Squared().sum() / distance;
        Tell(run, k, t, loss, learned);
        student.WalkBack(path, steps, (path[^1] - goal).mul(Number.Of(2)) / distance, run.Breathe);
        run.Count(2L * steps.Sum(step => step.Batch?.Length ?? learned.Set.Count));
        if (k != options.Iterations && k % run.Context.Spec.SaveEvery != 0) return;
        var snapshots = Enumerable.Range(t, options.ExpertEpochs + 1).Select(epoch => expert.Snapshot(epoch, run.Device));
        run.Draw(StudentPlane.Paths([.. snapshots], path));
    }

    /// <summary>
    /// L and the α that the student walked with. A loss that is no number ends the run at once: α and the pixels would follow.
    /// </summary>
    private static void Tell(DistillationRun run, int k, int startEpoch, Tensor loss, LearnedSet learned)
    {
        var value = loss.item<float>();                 // host sync
        if (!float.IsFinite(value))
        {
            throw new RunFault($"{Series.MatchingLoss} became {value} at iteration {k}: the student left the numbers. "
                + "A smaller learningRate, learningRateRate or startLearningRate, or fewer syntheticSteps, usually helps.");
        }

        if (!run.Due(k)) return;
        run.Measured(
            (Series.MatchingLoss, value), (Series.OfStartEpoch(Series.MatchingLoss, startEpoch), value),
            (Series.SyntheticLearningRate, learned.Rate.item<float>()));                                // host sync
    }
}
