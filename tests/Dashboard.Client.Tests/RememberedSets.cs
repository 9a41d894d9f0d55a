using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>Entries held in a list; an upload becomes one, by the ending of its name.</summary>
internal sealed class RememberedSets(params SetEntry[] entries) : ISets
{
    private readonly List<SetEntry> _entries = [.. entries];

    public IReadOnlyList<SetEntry> List() => [.. _entries];

    public Task<Upload> UploadAsync(string fileName, Stream content, CancellationToken cancellation)
    {
        var entry = new SetEntry(fileName, fileName.Split('.')[^1], 1);
        if (entry.Kind == "exe") return Task.FromResult(new Upload(null, "Not a set."));
        _entries.Add(entry);
        return Task.FromResult(new Upload(entry, ""));
    }
}
