using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>The library of synthetic sets. A version keeps its own copy of the set, so that the run that made it may go.</summary>
public interface ILibrary
{
    /// <summary>Raised after every change, on any thread.</summary>
    event Action? Changed;

    /// <summary>Every set, the one with the newest version first.</summary>
    IReadOnlyList<LibrarySet> List();

    /// <summary>A set by its name; null for none.</summary>
    LibrarySet? Find(string name);

    /// <summary>Versions that were made from a run, the newest first.</summary>
    IReadOnlyList<LibraryVersion> OfRun(RunId run);

    /// <summary>Batches of the mitigation lab that train on a version, the newest first.</summary>
    IReadOnlyList<RunSummary> Batches(LibraryVersion version);

    /// <summary>What can be downloaded of a version, with sizes and hashes; the archive is written to learn its own.</summary>
    Task<IReadOnlyList<LibraryFile>> FilesAsync(LibraryVersion version, CancellationToken cancellation);

    /// <summary>Registers a stored set of a run as the next version of a name.</summary>
    [Changes]
    Task<LibraryAnswer> RegisterAsync(LibraryRegistration asked, CancellationToken cancellation);

    /// <summary>Points an alias at a version, or takes it off with null.</summary>
    [Changes]
    Task<LibraryAnswer> MoveAliasAsync(string name, string alias, int? version, string by, string note, CancellationToken cancellation);

    /// <summary>Writes the card of a version.</summary>
    [Changes]
    Task<LibraryAnswer> EditAsync(string name, int version, LibraryCard card, string by, CancellationToken cancellation);

    /// <summary>Takes a version out of use, or puts it back.</summary>
    [Changes]
    Task<LibraryAnswer> RetireAsync(string name, int version, bool retired, string by, CancellationToken cancellation);

    /// <summary>Deletes a retired version and its files for good.</summary>
    [Changes]
    Task<LibraryAnswer> DeleteAsync(string name, int version, string by, CancellationToken cancellation);
}

/// <summary>What a person fills in to register a set.</summary>
public sealed record LibraryRegistration
{
    /// <summary>The run.</summary>
    public RunId Run { get; init; }

    /// <summary>The iteration after which the set was stored; null for the newest.</summary>
    public int? Iteration { get; init; }

    /// <summary>Name of the set in the library.</summary>
    public string Name { get; init; } = "";

    /// <summary>Why. At most 1,000 characters.</summary>
    public string Note { get; init; } = "";

    /// <summary>Who. At most 80 characters.</summary>
    public string By { get; init; } = "";
}

/// <summary>Answer of the library: the version as it is now, or every fault, or that there is no such thing.</summary>
public sealed record LibraryAnswer(CommandResult Result, LibraryVersion? Version, IReadOnlyList<SpecFault> Faults)
{
    /// <summary>Every fault in one line, in English.</summary>
    public string Told => string.Join(" ", Faults.Select(fault => fault.Message));
}

/// <summary>A file of a version.</summary>
/// <param name="Kind">"npz", "zip" or "png".</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Hash">SHA-256.</param>
public sealed record LibraryFile(string Kind, long Bytes, string Hash);
