using Contracts;
using Contracts.Querying;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Listing;

/// <summary>Saved views, checked before they are stored.</summary>
internal sealed class SavedViews(ViewStore store) : IRunViews
{
    public IReadOnlyList<SavedRunView> List() => store.List();

    public async Task<IReadOnlyList<SpecFault>> SaveAsync(SavedRunView view, CancellationToken cancellation)
    {
        if (Faults(view) is { Count: > 0 } faults) return faults;
        cancellation.ThrowIfCancellationRequested();
        return await store.SaveAsync(view) ? [] : [new SpecFault("", $"At most {ViewStore.Most} views are kept; delete one first.")];
    }

    /// <summary>A name that none can have is not even looked for: the store has a limit for its keys.</summary>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return name.Length is 0 or > SavedRunView.LongestName ? Task.FromResult(false) : store.DeleteAsync(name);
    }

    /// <summary>A store that fails is an exception for REST, which has a status for it, and a fault for pages.</summary>
    async Task<IReadOnlyList<SpecFault>> IRunViews.SaveAsync(SavedRunView view, CancellationToken cancellation)
    {
        try
        {
            return await SaveAsync(view, cancellation);
        }
        catch (StorageException e)
        {
            return [new SpecFault("", e.Text)];
        }
    }

    async Task<bool> IRunViews.DeleteAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return await DeleteAsync(name, cancellation);
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private static List<SpecFault> Faults(SavedRunView view)
    {
        var faults = new List<SpecFault>();
        if (view.Name.Trim() != view.Name || view.Name.Length is 0 or > SavedRunView.LongestName || view.Name.Any(char.IsControl))
            faults.Add(new SpecFault("name", $"A name has 1 to {SavedRunView.LongestName} characters, on one line."));
        if (view.Text.Length > QueryParser.Longest) faults.Add(new SpecFault("text", $"A query has at most {QueryParser.Longest:N0} characters."));
        foreach (var (path, names) in new[] { ("sort", view.Sort), ("group", view.Group), ("columns", view.Columns) })
        {
            if (names.Count > RunQuery.MostFields || names.Any(name => name.Length is 0 or > 200))
                faults.Add(new SpecFault(path, $"At most {RunQuery.MostFields} fields of at most 200 characters."));
        }

        return faults;
    }
}
