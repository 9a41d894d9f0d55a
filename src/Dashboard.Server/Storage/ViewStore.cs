using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>Saved views of the table of runs.</summary>
internal sealed class ViewStore(Store store, ILogger<ViewStore> log)
{
    public const string Collection = "views";

    /// <summary>Views that are kept at most.</summary>
    public const int Most = 200;

    private readonly JsonDocuments<SavedRunView> _documents = new(store, Collection, log);

    /// <summary>By name.</summary>
    public IReadOnlyList<SavedRunView> List() => [.. _documents.List().OrderBy(view => view.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Saves a view under its name, over an older one; false when it would be one too many.</summary>
    public Task<bool> SaveAsync(SavedRunView view) => _documents.PutAsync(view.Name, view, Most);

    /// <summary>Whether there was one.</summary>
    public Task<bool> DeleteAsync(string name) => _documents.DeleteAsync(name);
}
