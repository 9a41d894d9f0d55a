using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>Saved views of the table of runs, shared by all.</summary>
public interface IRunViews
{
    /// <summary>By name.</summary>
    IReadOnlyList<SavedRunView> List();

    /// <summary>Saves a view under its name, over an older one, or tells every fault.</summary>
    [Changes]
    Task<IReadOnlyList<SpecFault>> SaveAsync(SavedRunView view, CancellationToken cancellation);

    /// <summary>Removes one; whether there was one.</summary>
    [Changes]
    Task<bool> DeleteAsync(string name, CancellationToken cancellation);
}
