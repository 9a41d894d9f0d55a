namespace Contracts;

/// <summary>A change of what people say of a run; what is null stays as it is.</summary>
public sealed record RunMetaChange
{
    /// <summary>Characters of the longest name.</summary>
    public const int LongestName = 120;

    /// <summary>Characters of the longest tag.</summary>
    public const int LongestTag = 40;

    /// <summary>Tags of a run, at most.</summary>
    public const int MostTags = 20;

    /// <summary>Characters of the longest notes.</summary>
    public const int LongestNotes = 20_000;

    /// <summary>Another name; empty for the one it was submitted with.</summary>
    public string? Name { get; init; }

    /// <summary>All of its tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Tags that it gets beside those it has.</summary>
    public IReadOnlyList<string>? AddTags { get; init; }

    /// <summary>Tags that it loses.</summary>
    public IReadOnlyList<string>? RemoveTags { get; init; }

    /// <summary>Other notes; asks for <see cref="NotesVersion"/>.</summary>
    public string? Notes { get; init; }

    /// <summary>The version of the notes that was edited: when there is a newer one, nothing is changed and the writer is told.</summary>
    public long? NotesVersion { get; init; }

    /// <summary>Archive it, or take it back.</summary>
    public bool? Archived { get; init; }

    /// <summary>Pin it to the top, or not any more.</summary>
    public bool? Pinned { get; init; }

    /// <summary>Make it the baseline of its data set, in place of another, or not any more.</summary>
    public bool? Baseline { get; init; }

    /// <summary>Every fault of the change itself.</summary>
    public IReadOnlyList<SpecFault> Faults()
    {
        var faults = new List<SpecFault>();
        if (Name is { Length: > LongestName }) faults.Add(new SpecFault("name", $"At most {LongestName} characters."));
        if (Name is not null && Name.Any(char.IsControl)) faults.Add(new SpecFault("name", "A name is one line of text."));
        if (Notes is { Length: > LongestNotes }) faults.Add(new SpecFault("notes", $"At most {LongestNotes:N0} characters."));
        if (Notes is not null && NotesVersion is null) faults.Add(new SpecFault("notesVersion", "Say which version of the notes was edited."));
        foreach (var tag in (Tags ?? []).Concat(AddTags ?? []).Where(tag => TagFault(tag) is not null))
            faults.Add(new SpecFault("tags", TagFault(tag)!));
        return faults;
    }

    /// <summary>What a run's metadata is after the change.</summary>
    public RunMeta Apply(RunMeta meta) => meta with
    {
        Name = Name is null ? meta.Name : Name.Trim() is { Length: > 0 } name ? name : null,
        Tags = [.. TagsAfter(meta).Select(tag => tag.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)],
        Notes = Notes ?? meta.Notes,
        NotesVersion = Notes is null || Notes == meta.Notes ? meta.NotesVersion : meta.NotesVersion + 1,
        Archived = Archived ?? meta.Archived,
        Pinned = Pinned ?? meta.Pinned,
        Baseline = Baseline ?? meta.Baseline,
        Version = meta.Version + 1,
    };

    /// <summary>Why a text cannot be a tag; null when it can.</summary>
    public static Sentence? TagFault(string tag)
    {
        if (tag.Trim() is not { Length: > 0 and <= LongestTag })
            return $"A tag has 1 to {LongestTag} characters.";
        return tag.Any(c => char.IsControl(c) || c is ',' or '"') ? "A tag has no comma, quotation mark or line break." : null;
    }

    private IEnumerable<string> TagsAfter(RunMeta meta) => (Tags ?? meta.Tags).Concat(AddTags ?? [])
        .Where(tag => RemoveTags?.Contains(tag, StringComparer.OrdinalIgnoreCase) != true);
}
