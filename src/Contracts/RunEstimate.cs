namespace Contracts;

/// <summary>What a run will take, from what earlier runs of the same work took a piece on the same device.</summary>
/// <remarks>A part is null where no earlier run tells it; a probe does (<c>POST /api/v1/estimates/probe</c>).</remarks>
public sealed record RunEstimate
{
    /// <summary>The device that it speaks of: "cpu", "cuda:0", …</summary>
    public required string Device { get; init; }

    /// <summary>Seconds before the first iteration: reading the data, training what the method trains once.</summary>
    public double? PreparationSeconds { get; init; }

    /// <summary>Seconds of all iterations.</summary>
    public double? DistillationSeconds { get; init; }

    /// <summary>Seconds of all trainings that judge the set.</summary>
    public double? JudgingSeconds { get; init; }

    /// <summary>Labels of test networks whose training no earlier run tells.</summary>
    public IReadOnlyList<string> UnknownNetworks { get; init; } = [];

    /// <summary>Most memory that the process (CPU) or the device (GPU) held in the run that tells the distillation, MiB.</summary>
    public double? MemoryMiB { get; init; }

    /// <summary>Memory of the device in all, MiB.</summary>
    public double DeviceMemoryMiB { get; init; }

    /// <summary>The runs that it is taken from.</summary>
    public IReadOnlyList<RunId> From { get; init; } = [];

    /// <summary>Price of the time, in <see cref="Currency"/>; null where the server's settings name no price, or a part is unknown.</summary>
    public double? Cost { get; init; }

    /// <summary>"JPY", "USD", …</summary>
    public string Currency { get; init; } = "";

    /// <summary>Energy of the time, kWh; null where the settings name no power, or a part is unknown.</summary>
    public double? KilowattHours { get; init; }

    /// <summary>Seconds of everything; null where a part is unknown.</summary>
    public double? Seconds => PreparationSeconds + DistillationSeconds + JudgingSeconds;
}
