using Engine.Data;
using Engine.Numerics;
using Engine.Runs;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>
/// What is learned: pixels, the synthetic learning rate and, if asked for, soft labels, each with its optimiser. The set outlives it.
/// </summary>
internal sealed class LearnedSet : IDisposable
{
    private const double LabelMomentum = 0.9;

    private readonly TrajectoryMatchingOptions _options;
    private readonly RateGuard _guard;
    private readonly Sgd _pixelSteps;
    private readonly Sgd _rateSteps;
    private readonly Sgd? _labelSteps;

    /// <summary>Begins with a set.</summary>
    /// <param name="start">The images at the start; its tensors are taken over.</param>
    /// <param name="softLabels">Label vectors at the start, taken over; null for hard labels.</param>
    /// <param name="options">Learning rates.</param>
    public LearnedSet(SyntheticSet start, Tensor? softLabels, TrajectoryMatchingOptions options)
    {
        _options = options;
        Pixels = start.Images;
        Rate = tensor((float)options.StartLearningRate, device: start.Images.device).DetachFromDisposeScope().requires_grad_(true);
        var images = options.EmaDecay > 0 ? Pixels.detach().clone() : Pixels;
        Set = new SyntheticSet(images, start.Labels, start.Classes, start.Preprocessing, softLabels?.requires_grad_(true))
        {
            LearningRate = Rate,
        };
        _pixelSteps = new Sgd([Pixels], options.Momentum);
        _rateSteps = new Sgd([Rate], options.Momentum);
        _labelSteps = softLabels is null ? null : new Sgd([softLabels], LabelMomentum);
        _guard = new RateGuard(options.StartLearningRate);
    }

    /// <summary>The set that is stored: its images are the pixels, or their running mean.</summary>
    public SyntheticSet Set { get; }

    /// <summary>The images that students see.</summary>
    public Tensor Pixels { get; }

    /// <summary>α.</summary>
    public Tensor Rate { get; }

    /// <summary>What students are told: label vectors or class indices.</summary>
    public Tensor Labels => Set.SoftLabels ?? Set.Labels;

    /// <summary>Every tensor that lives from one iteration to the next, but the images of the set, by name.</summary>
    public (string Name, Tensor Tensor)[] State =>
    [
        ("velocity", _pixelSteps.Velocities[0]), ("rate", Rate), ("rate-velocity", _rateSteps.Velocities[0]), ("rate-held", _guard.Counts),
        .. _options.EmaDecay > 0 ? [("pixels", Pixels)] : Array.Empty<(string, Tensor)>(),
        .. _labelSteps is { } labels
            ? [("labels", Set.SoftLabels!), ("label-velocity", labels.Velocities[0])]
            : Array.Empty<(string, Tensor)>(),
    ];

    /// <summary>One step along the derivatives that a student left.</summary>
    /// <param name="iteration">The iteration, for messages.</param>
    /// <param name="warn">Tells people.</param>
    /// <exception cref="RunFault">The synthetic learning rate left its bounds for good.</exception>
    public void Step(int iteration, Action<string> warn)
    {
        _pixelSteps.Step(_options.LearningRate);
        _labelSteps?.Step(_options.LabelLearningRate);
        _rateSteps.Step(_options.LearningRateRate);
        _guard.Hold(Rate, _rateSteps.Velocities[0], iteration, warn);
        if (_options.EmaDecay == 0) return;
        using var withoutGraph = no_grad();
        Set.Images.mul_(Number.Of(_options.EmaDecay)).add_(Pixels, alpha: Number.Of(1 - _options.EmaDecay));
    }

    /// <summary>The set, without gradients; it belongs to the caller.</summary>
    public SyntheticSet Finish()
    {
        foreach (var tensor in (ReadOnlySpan<Tensor?>)[Pixels, Rate, Set.SoftLabels]) tensor?.requires_grad_(false);
        return Set;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _pixelSteps.Dispose();
        _rateSteps.Dispose();
        _labelSteps?.Dispose();
        _guard.Dispose();
        if (_options.EmaDecay > 0) Pixels.Dispose();
    }
}
