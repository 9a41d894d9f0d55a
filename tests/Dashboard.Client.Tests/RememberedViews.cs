using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>Views held in a list.</summary>
internal sealed class RememberedViews : IRunViews
{
    public List<SavedRunView> Views { get; } = [];

    /// <summary>Faults of every view.</summary>
    public IReadOnlyList<SpecFault> Faults { get; set; } = [];

    public IReadOnlyList<SavedRunView> List() => Views;

    public Task<IReadOnlyList<SpecFault>> SaveAsync(SavedRunView view, CancellationToken cancellation)
    {
        if (Faults.Count > 0) return Task.FromResult(Faults);
        Views.RemoveAll(known => known.Name == view.Name);
        Views.Add(view);
        return Task.FromResult(Faults);
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellation) => Task.FromResult(Views.RemoveAll(view => view.Name == name) > 0);
}
