using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>Synthetic sets from elsewhere that a batch may train on.</summary>
public interface ISets
{
    /// <summary>What lies in the data folders, uploads among it.</summary>
    IReadOnlyList<SetEntry> List();

    /// <summary>Bytes of the largest file that is taken in.</summary>
    long MostBytes { get; }

    /// <summary>Takes a file in: its name decides how it is read later, its content is checked when a batch reads it.</summary>
    [Changes]
    Task<Upload> UploadAsync(string fileName, Stream content, CancellationToken cancellation);
}

/// <summary>Answer to an upload: the entry, or why the file was refused.</summary>
public sealed record Upload(SetEntry? Entry, Sentence? Fault);
