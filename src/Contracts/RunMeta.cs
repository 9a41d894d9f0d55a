namespace Contracts;

/// <summary>What people say of a run. Kept apart from its summary, so that the archiver and a person never overwrite each other.</summary>
public sealed record RunMeta
{
    /// <summary>The run.</summary>
    public required RunId Id { get; init; }

    /// <summary>The name that people gave it later; null for the one it was submitted with. Default: null.</summary>
    public string? Name { get; init; }

    /// <summary>Tags, each once, in order of their letters. Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Notes in Markdown; shown without any HTML of theirs. Default: empty.</summary>
    public string Notes { get; init; } = "";

    /// <summary>Grows with every change of the notes: who edited an older one is told. Default: 0.</summary>
    public long NotesVersion { get; init; }

    /// <summary>Whether it is left out of lists that do not ask for archived runs.</summary>
    public bool Archived { get; init; }

    /// <summary>Whether it stands at the top of the table.</summary>
    public bool Pinned { get; init; }

    /// <summary>Whether the other runs on its data set are compared with it. One for each data set: across data sets a difference says nothing.</summary>
    public bool Baseline { get; init; }

    /// <summary>When it was moved to the trash, UTC; null for a run that is not there.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Grows with every change. Default: 0.</summary>
    public long Version { get; init; }
}
