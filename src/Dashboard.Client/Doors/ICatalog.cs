using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>What a spec may name: for forms.</summary>
public interface ICatalog
{
    /// <summary>Methods, networks, sources and presets.</summary>
    CatalogDescription Describe();

    /// <summary>The real sets that can be named now, built-in and found in the data folders.</summary>
    IReadOnlyList<DataSetInfo> DataSets();
}
