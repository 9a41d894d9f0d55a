using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>The register of real sets.</summary>
public interface IDataSets
{
    /// <summary>What may be registered here, and how large.</summary>
    DataSetLimits Limits { get; }

    /// <summary>Every set with its card.</summary>
    IReadOnlyList<DataSetRow> List();

    /// <summary>A set by its name; null for none.</summary>
    DataSetRow? Find(string name);

    /// <summary>Reads the files of a set, or remembers what they said; every fault when they cannot be read.</summary>
    Task<DataSetAnswer> ReadAsync(string name, CancellationToken cancellation);

    /// <summary>Writes the card of a set; gives every fault instead when it has some.</summary>
    [Changes]
    Task<IReadOnlyList<SpecFault>> EditAsync(string name, DataSetCard card, CancellationToken cancellation);

    /// <summary>Takes files in: one archive or .npz, or idx files of one set. Whatever goes wrong leaves nothing behind.</summary>
    [Changes]
    Task<DataSetAnswer> UploadAsync(
        DataSetRegistration asked, IReadOnlyList<DataSetFile> files, IProgress<DataSetProgress>? progress, CancellationToken cancellation);

    /// <summary>Takes a folder or file of the server in, where the server allows its place.</summary>
    [Changes]
    Task<DataSetAnswer> CopyAsync(DataSetRegistration asked, string path, IProgress<DataSetProgress>? progress, CancellationToken cancellation);

    /// <summary>Fetches a file over https and takes it in, where the server allows that.</summary>
    /// <param name="asked">The registration.</param>
    /// <param name="address">Address of the file.</param>
    /// <param name="hash">SHA-256 that it must have; empty for any.</param>
    /// <param name="progress">Told while it comes.</param>
    /// <param name="cancellation">Ends the download.</param>
    [Changes]
    Task<DataSetAnswer> DownloadAsync(
        DataSetRegistration asked, string address, string hash, IProgress<DataSetProgress>? progress, CancellationToken cancellation);

    /// <summary>Removes a set that was taken in. Refused while a run that needs it is queued or active.</summary>
    [Changes]
    Task<CommandResult> DeleteAsync(string name, CancellationToken cancellation);
}

/// <summary>What a server takes in.</summary>
/// <param name="MostBytes">Bytes of the largest set, as it comes.</param>
/// <param name="Folders">Places of the server whose folders may be registered.</param>
/// <param name="Downloads">Whether addresses may be fetched.</param>
public sealed record DataSetLimits(long MostBytes, IReadOnlyList<string> Folders, bool Downloads);

/// <summary>A set in the register.</summary>
/// <param name="Info">Name, title and where it is.</param>
/// <param name="Card">What people say of it.</param>
/// <param name="Origin">How it was taken in; null for one that was there already.</param>
/// <param name="CanDelete">Whether its files are the server's to delete.</param>
public sealed record DataSetRow(DataSetInfo Info, DataSetCard Card, DataSetOrigin? Origin, bool CanDelete);

/// <summary>What a person fills in to register a real set.</summary>
public sealed record DataSetRegistration
{
    /// <summary>Its name in specs: small letters, digits and -_. .</summary>
    public string Name { get; init; } = "";

    /// <summary>What people say of it.</summary>
    public DataSetCard Card { get; init; } = new();

    /// <summary>Who. At most 80 characters.</summary>
    public string By { get; init; } = "";
}

/// <summary>A file on its way.</summary>
/// <param name="FileName">Its name, which decides how it is read.</param>
/// <param name="Length">Bytes that were promised; null for unknown.</param>
/// <param name="Open">Opens its content.</param>
public sealed record DataSetFile(string FileName, long? Length, Func<CancellationToken, Stream> Open);

/// <summary>How far a registration is.</summary>
/// <param name="Phase">"receive", "check" or "keep".</param>
/// <param name="Done">Bytes that came.</param>
/// <param name="Total">Bytes in all; null for unknown.</param>
public sealed record DataSetProgress(string Phase, long Done, long? Total);

/// <summary>What a set is, or every fault that keeps it out.</summary>
public sealed record DataSetAnswer(DataSetFacts? Facts, IReadOnlyList<Sentence> Faults)
{
    /// <summary>Whether a set was not kept because one of its name is there, rather than for a fault of its own.</summary>
    public bool IsTaken { get; init; }

    /// <summary>An answer that refuses.</summary>
    public static DataSetAnswer Refused(params IReadOnlyList<Sentence> faults) => new(null, faults);
}
