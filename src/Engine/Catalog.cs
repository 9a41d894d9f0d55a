using Contracts;

namespace Engine;

/// <summary>The one list of everything that a spec may name.</summary>
public static class Catalog
{
    /// <summary>The catalog for those who draw forms.</summary>
    public static CatalogDescription Describe() => new([], [], [], []);
}
