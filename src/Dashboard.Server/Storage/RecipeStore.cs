using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>Saved recipes.</summary>
internal sealed class RecipeStore(Store store, ILogger<RecipeStore> log)
{
    /// <summary>Recipes that are kept at most.</summary>
    public const int Most = 1_000;

    private readonly JsonDocuments<RecipeSpec> _documents = new(store, "recipes", log, "recipe");

    /// <summary>By name.</summary>
    public IReadOnlyList<RecipeSpec> List() => [.. _documents.List().OrderBy(recipe => recipe.Name, StringComparer.Ordinal)];

    /// <summary>Saves a recipe under its name, over an older one; false when it would be one too many.</summary>
    public Task<bool> SaveAsync(RecipeSpec recipe) => _documents.PutAsync(recipe.Name, recipe, Most);

    /// <summary>Whether there was one.</summary>
    public Task<bool> DeleteAsync(string name) => _documents.DeleteAsync(name);
}
