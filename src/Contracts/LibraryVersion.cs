namespace Contracts;

/// <summary>One version of a synthetic set in the library: a stored set of a run, with all that is known of it. It outlives the run.</summary>
/// <remarks>What is here was copied when the version was registered and never changes, but for <see cref="Card"/> and <see cref="IsRetired"/>.</remarks>
public sealed record LibraryVersion
{
    /// <summary>Name of the set in the library, in kebab case.</summary>
    public required string Name { get; init; }

    /// <summary>1 for the first of the name; a number is given once, also after a deletion.</summary>
    public required int Version { get; init; }

    /// <summary>The run that made it. It may have been deleted since.</summary>
    public required RunId Run { get; init; }

    /// <summary>Title of that run.</summary>
    public required string RunName { get; init; }

    /// <summary>The stored set: iteration, artefacts by hash, classes, size of an image.</summary>
    public required SyntheticSetSaved Set { get; init; }

    /// <summary>Bytes of the .npz.</summary>
    public required long DataBytes { get; init; }

    /// <summary>Bytes of the picture.</summary>
    public required long PictureBytes { get; init; }

    /// <summary>What the run was asked for.</summary>
    public required RunSpec Spec { get; init; }

    /// <summary>Versions that decide numbers, as the run told them; empty when it did not.</summary>
    public string Engine { get; init; } = "";

    /// <summary>Licence of the real set, as its source states it.</summary>
    public string SourceLicence { get; init; } = "";

    /// <summary>Whether the run had learned label vectors; hard labels otherwise.</summary>
    public bool SoftLabels { get; init; }

    /// <summary>Test networks by sets, of the run's own evaluation of this very iteration; empty when another iteration was judged.</summary>
    public IReadOnlyList<MatrixRow> Matrix { get; init; } = [];

    /// <summary>When the run was submitted, UTC.</summary>
    public DateTimeOffset RunCreatedAt { get; init; }

    /// <summary>When the run ended, UTC; null for a version of a run that went on.</summary>
    public DateTimeOffset? RunEndedAt { get; init; }

    /// <summary>When it was registered, UTC.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Who registered it, as told; empty for nobody in particular.</summary>
    public string RegisteredBy { get; init; } = "";

    /// <summary>Why it was registered, as told.</summary>
    public string Note { get; init; } = "";

    /// <summary>What people wrote about it.</summary>
    public LibraryCard Card { get; init; } = new();

    /// <summary>Whether it was taken out of use. It can be put back until it is deleted.</summary>
    public bool IsRetired { get; init; }

    /// <summary>Images per class, rounded down.</summary>
    public int ImagesPerClass => Set.Images / Math.Max(1, Set.Classes.Count);

    /// <summary>Accuracy of the training network on this set; null when it was not judged.</summary>
    public Score? Accuracy => Matrix.FirstOrDefault(row => row.Network == Spec.TrainingNetwork.Label)?.Synthetic;

    /// <summary>SHA-256 of the .npz.</summary>
    public string Hash => Path.GetFileNameWithoutExtension(Set.Data);
}

/// <summary>The sections of a version's card that people write.</summary>
public sealed record LibraryCard
{
    /// <summary>What it is. At most 4,000 characters.</summary>
    public string Description { get; init; } = "";

    /// <summary>What it is meant for. At most 4,000 characters.</summary>
    public string IntendedUse { get; init; } = "";

    /// <summary>What it must not be used for, and where it fails. At most 4,000 characters.</summary>
    public string Limits { get; init; } = "";
}
