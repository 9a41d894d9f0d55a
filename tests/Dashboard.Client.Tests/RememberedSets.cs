using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>Entries held in a list; an upload becomes one, by the ending of its name, unless it is told to be refused.</summary>
internal sealed class RememberedSets(params SetEntry[] entries) : ISets
{
    private readonly List<SetEntry> _entries = [.. entries];

    public const string Refused = "refused.npz";

    public long MostBytes { get; set; } = 3 * 1024 * 1024;

    public IReadOnlyList<SetEntry> List() => [.. _entries];

    public Task<Upload> UploadAsync(string fileName, Stream content, CancellationToken cancellation)
    {
        var ending = fileName.Split('.')[^1];
        var entry = new SetEntry(fileName, ending == "safetensors" ? "weights" : ending, 1);
        if (fileName == Refused) return Task.FromResult(new Upload(null, "Not a set."));
        _entries.Add(entry);
        return Task.FromResult(new Upload(entry, ""));
    }
}
