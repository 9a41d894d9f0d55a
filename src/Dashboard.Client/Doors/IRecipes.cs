using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>Recipes that people saved, beside those of the catalog.</summary>
public interface IRecipes
{
    /// <summary>By name.</summary>
    IReadOnlyList<RecipeSpec> List();

    /// <summary>Saves a recipe under its name, over an older one; gives every fault instead when it has some, or cannot be stored.</summary>
    [Changes]
    Task<IReadOnlyList<SpecFault>> SaveAsync(RecipeSpec recipe, CancellationToken cancellation);

    /// <summary>Removes a saved recipe, if there is one of that name; gives why it could not. Batches keep the recipes that they were made with.</summary>
    [Changes]
    Task<IReadOnlyList<SpecFault>> DeleteAsync(string name, CancellationToken cancellation);
}
