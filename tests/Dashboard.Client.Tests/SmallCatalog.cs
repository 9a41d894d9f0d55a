using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>A catalog with one preset.</summary>
internal sealed class SmallCatalog : ICatalog
{
    public CatalogDescription Describe() => new([], [], [], [new RunSpec { Name = "Demo" }], []);

    public IReadOnlyList<DataSetInfo> DataSets() => [];
}
