using System.Text.Json.Serialization;

namespace Contracts;

/// <summary>One fact in the log of a run. A closed family; the log gives <see cref="Seq"/> and <see cref="At"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(PhaseStarted), "phase-started")]
[JsonDerivedType(typeof(Measured), "measured")]
[JsonDerivedType(typeof(SyntheticSetSaved), "synthetic-set-saved")]
[JsonDerivedType(typeof(NetworkEvaluated), "network-evaluated")]
[JsonDerivedType(typeof(CellTrained), "cell-trained")]
[JsonDerivedType(typeof(Projected), "projected")]
[JsonDerivedType(typeof(CheckpointSaved), "checkpoint-saved")]
[JsonDerivedType(typeof(StatusChanged), "status-changed")]
[JsonDerivedType(typeof(Noted), "noted")]
[JsonDerivedType(typeof(RunEnded), "run-ended")]
public abstract record RunEvent
{
    /// <summary>Position in the log: 1, 2, 3, … without a gap.</summary>
    public long Seq { get; init; }

    /// <summary>When it was appended, UTC. Order is by <see cref="Seq"/>, never by time.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>The engine took the run up, for the first time or again.</summary>
/// <param name="Device">"cpu", "cuda:0", …</param>
/// <param name="Threads">CPU threads of the tensor library.</param>
/// <param name="Engine">Versions that decide numbers: "TorchSharp 0.107.0, libtorch 2.10.0".</param>
/// <param name="ResumedFrom">The iteration after which it goes on; 0 for a fresh start.</param>
public sealed record RunStarted(string Device, int Threads, string Engine, int ResumedFrom) : RunEvent;

/// <summary>A part of the run began.</summary>
/// <param name="Phase">"prepare", "experts", "distil", "evaluate", "mitigate" or "report".</param>
/// <param name="Total">Units of work in it (iterations, trainings); 0 when unknown.</param>
public sealed record PhaseStarted(string Phase, int Total) : RunEvent;

/// <summary>Scalars of one iteration.</summary>
/// <param name="Iteration">1 for the first.</param>
/// <param name="Values">Series name (see <see cref="Series"/>) to value; always finite.</param>
public sealed record Measured(int Iteration, IReadOnlyDictionary<string, double> Values) : RunEvent;

/// <summary>The synthetic set after an iteration was stored as two files of the run.</summary>
/// <param name="Iteration">0 for the start, then the iteration after which it was stored.</param>
/// <param name="Data">Artefact name of the .npz (SHA-256 of its bytes, and the extension).</param>
/// <param name="Picture">Artefact name of the .png grid: one row per class.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Classes">Class names, in label order.</param>
/// <param name="Width">Pixels of one image, across.</param>
/// <param name="Height">Pixels of one image, down.</param>
public sealed record SyntheticSetSaved(
    int Iteration, string Data, string Picture, int Images, IReadOnlyList<string> Classes, int Width, int Height) : RunEvent;

/// <summary>One training of one test network on one set ended.</summary>
/// <param name="Iteration">The iteration of the judged synthetic set; baselines carry 0.</param>
/// <param name="Network">Label of the network (<see cref="ComponentSpec.Label"/>).</param>
/// <param name="Set">What it was trained on: "synthetic", "random" or "full".</param>
/// <param name="Repeat">0, 1, … of the independent repeats.</param>
/// <param name="Accuracy">Share of the test split classified correctly after the last epoch, 0 to 1.</param>
/// <param name="ValidationAccuracy">The same on the locked validation split; null without one.</param>
/// <param name="TrainAccuracy">Share of the training images classified correctly, without augmentation, 0 to 1.</param>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="Seconds">Wall time of training and test.</param>
/// <param name="TestSeconds">Of which the measuring of the accuracies took; null in logs that did not tell it.</param>
public sealed record NetworkEvaluated(
    int Iteration, string Network, string Set, int Repeat, double Accuracy, double? ValidationAccuracy, double TrainAccuracy, int Epochs,
    double Seconds, double? TestSeconds = null) : RunEvent;

/// <summary>One training of a mitigation batch ended.</summary>
/// <param name="Cell">Which.</param>
/// <param name="Accuracy">Share of the test split classified correctly after the last epoch, 0 to 1.</param>
/// <param name="ValidationAccuracy">The same on the validation images after the last epoch; null without any.</param>
/// <param name="TrainAccuracy">Share of the training images classified correctly, without augmentation, 0 to 1.</param>
/// <param name="Best">The epoch that validation chose; null without validation images. Reported apart, never instead.</param>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="Steps">Optimiser steps in all.</param>
/// <param name="Flops">
/// Floating-point operations of the training, the teacher's forward passes included: 6 per multiply-add and image, 2 for the teacher. An upper
/// bound: branches that DropPath skipped are counted.
/// </param>
/// <param name="Seconds">Wall time of the training alone, without what was measured beside it and without pauses.</param>
/// <param name="Weights">Artefact name of the trained weights (.safetensors), for a teacher; null for others.</param>
/// <param name="SoftLabels">Whether it was trained on learned label vectors instead of class indices.</param>
/// <param name="Diverged">Whether the loss left the numbers and the training ended there.</param>
public sealed record CellTrained(
    Cell Cell, double Accuracy, double? ValidationAccuracy, double TrainAccuracy, BestEpoch? Best, int Epochs, long Steps, double Flops,
    double Seconds, string? Weights = null, bool SoftLabels = false, bool Diverged = false) : RunEvent;

/// <summary>The epoch of a training that the validation images chose.</summary>
/// <param name="Epoch">1 for the first; the earliest of equals.</param>
/// <param name="ValidationAccuracy">Its validation accuracy, 0 to 1: the highest of all measured epochs, so optimistic.</param>
/// <param name="Accuracy">Its test accuracy, 0 to 1.</param>
public sealed record BestEpoch(int Epoch, double ValidationAccuracy, double Accuracy);

/// <summary>Paths through many dimensions, drawn in a plane: of the synthetic set, or of a student beside its expert.</summary>
/// <param name="Iteration">After which they were measured; 0 for the start.</param>
/// <param name="Paths">One for each thing that moves, or stands as its goal.</param>
public sealed record Projected(int Iteration, IReadOnlyList<ProjectedPath> Paths) : RunEvent;

/// <summary>One path in the plane of the two directions of largest variance (PCA).</summary>
/// <param name="Group">
/// "real" (where the real images of a class lie) and "synthetic" (where the synthetic ones do: one more point of the path so far), by class;
/// "expert" and "student" (whole paths through the parameters, replacing those told before).
/// </param>
/// <param name="Name">The class; empty for an expert and a student.</param>
/// <param name="X">Along the direction of largest variance.</param>
/// <param name="Y">Along the second.</param>
public sealed record ProjectedPath(string Group, string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>The group whose points join the path told before.</summary>
    public const string Synthetic = "synthetic";

    /// <summary>The group of the goals of the synthetic set.</summary>
    public const string Real = "real";

    /// <summary>The group of an expert's parameters.</summary>
    public const string Expert = "expert";

    /// <summary>The group of a student's parameters.</summary>
    public const string Student = "student";
}

/// <summary>State from which the run can go on was stored.</summary>
/// <param name="Iteration">The last iteration it holds.</param>
public sealed record CheckpointSaved(int Iteration) : RunEvent;

/// <summary>A person held the run, let it go on, or asked for it again.</summary>
/// <param name="Status"><see cref="RunStatus.Paused"/>, <see cref="RunStatus.Running"/> or <see cref="RunStatus.Queued"/>.</param>
public sealed record StatusChanged(RunStatus Status) : RunEvent;

/// <summary>Something a person may want to read.</summary>
/// <param name="Level">"information", "warning" or "error".</param>
/// <param name="Text">Plain text, one thought.</param>
public sealed record Noted(string Level, string Text) : RunEvent;

/// <summary>The run is over, until someone resumes it.</summary>
/// <param name="Status">Completed, Failed, Cancelled or Interrupted.</param>
/// <param name="Reason">Why, in a sentence; empty when completed.</param>
public sealed record RunEnded(RunStatus Status, string Reason) : RunEvent;
