using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;

namespace Dashboard.Server.Catalog;

/// <summary>The engine's catalog, for forms.</summary>
internal sealed class ServedCatalog(EngineDoor engine) : ICatalog
{
    public CatalogDescription Describe() => engine.Describe();

    public IReadOnlyList<DataSetInfo> DataSets() => engine.DataSets();
}
