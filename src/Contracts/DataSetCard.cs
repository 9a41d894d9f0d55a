namespace Contracts;

/// <summary>What people say of a real set, and how it came to be registered.</summary>
public sealed record DataSetCard
{
    /// <summary>Licence, where the files do not tell it. At most 200 characters.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Where it is from. At most 1,000 characters.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether it holds personal data; null while nobody has said.</summary>
    public bool? PersonalData { get; init; }

    /// <summary>What it may be used for, and by whose consent. At most 4,000 characters.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Who wrote this last, as told.</summary>
    public string EditedBy { get; init; } = "";

    /// <summary>When it was written last, UTC.</summary>
    public DateTimeOffset? EditedAt { get; init; }
}

/// <summary>How a set was taken in.</summary>
/// <param name="Origin">"upload", "folder" or "url".</param>
/// <param name="From">File names, the folder, or the address.</param>
/// <param name="Bytes">Bytes of the files.</param>
/// <param name="FileHash">SHA-256 of the file; of several, of their names and hashes in order.</param>
/// <param name="ContentHash">As <see cref="DataSetFacts.ContentHash"/>, when it was taken in.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who, as told.</param>
public sealed record DataSetOrigin(string Origin, string From, long Bytes, string FileHash, string ContentHash, DateTimeOffset At, string By);
