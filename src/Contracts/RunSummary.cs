namespace Contracts;

/// <summary>One row of history: what a list of runs shows without reading any log.</summary>
public sealed record RunSummary
{
    /// <summary>The run.</summary>
    public required RunId Id { get; init; }

    /// <summary>Its title.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>Name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Whether it is a batch of the mitigation lab: <see cref="Iteration"/> then counts finished trainings.</summary>
    public bool IsMitigation { get; init; }

    /// <summary>Images per class; null when the method has no such option.</summary>
    public int? ImagesPerClass { get; init; }

    /// <summary>Label of the training network.</summary>
    public required string TrainingNetwork { get; init; }

    /// <summary>When it was submitted, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the engine first took it up, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Since when it has waited, or had waited, for its device after it was resumed, UTC; null when it never was.</summary>
    public DateTimeOffset? RequeuedAt { get; init; }

    /// <summary>The newest stretches in which it held a device, in order; null for a run of a version that did not tell them.</summary>
    public IReadOnlyList<Sitting>? Sittings { get; init; }

    /// <summary>Current phase; empty before the start.</summary>
    public string Phase { get; init; } = "";

    /// <summary>Last measured iteration.</summary>
    public int Iteration { get; init; }

    /// <summary>Iterations in all; 0 until known.</summary>
    public int Iterations { get; init; }

    /// <summary>Accuracy of the training network on the newest judged synthetic set.</summary>
    public Score? Accuracy { get; init; }

    /// <summary>Accuracy of the training network on the random subset.</summary>
    public Score? RandomAccuracy { get; init; }

    /// <summary>Label and mean accuracy of the worst test network so far.</summary>
    public string? WorstNetwork { get; init; }

    /// <summary>Mean accuracy of the worst test network so far.</summary>
    public double? WorstAccuracy { get; init; }

    /// <summary>Last stored checkpoint's iteration; 0 for none.</summary>
    public int Checkpoint { get; init; }

    /// <summary>Last measured matching loss.</summary>
    public double? MatchingLoss { get; init; }

    /// <summary>Why it ended, when not by completing.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Sequence number of its last event.</summary>
    public long LastSeq { get; init; }
}
