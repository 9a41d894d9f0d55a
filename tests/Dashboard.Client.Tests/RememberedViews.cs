using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>Views held in a list.</summary>
internal sealed class RememberedViews : IRunViews
{
    public List<SavedRunView> Views { get; } = [];

    public IReadOnlyList<SavedRunView> List() => Views;

    public Task<IReadOnlyList<SpecFault>> SaveAsync(SavedRunView view, CancellationToken cancellation)
    {
        Views.RemoveAll(known => known.Name == view.Name);
        Views.Add(view);
        return Task.FromResult<IReadOnlyList<SpecFault>>([]);
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellation) => Task.FromResult(Views.RemoveAll(view => view.Name == name) > 0);
}
