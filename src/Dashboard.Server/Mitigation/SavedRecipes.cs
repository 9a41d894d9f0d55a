using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Mitigation;

/// <summary>Recipes that people saved: checked by the engine before they are stored.</summary>
/// <remarks>A store that fails is an exception for REST, which has a status for it, and a fault for pages, which must lose nothing typed.</remarks>
internal sealed class SavedRecipes(RecipeStore store, EngineDoor engine) : IRecipes
{
    private const int LongestName = 60;

    public IReadOnlyList<RecipeSpec> List() => store.List();

    public async Task<IReadOnlyList<SpecFault>> SaveAsync(RecipeSpec recipe, CancellationToken cancellation)
    {
        if (Faults(recipe) is { Count: > 0 } faults) return faults;
        cancellation.ThrowIfCancellationRequested();
        return await store.SaveAsync(recipe)
            ? []
            : [new SpecFault("", $"At most {RecipeStore.Most:N0} recipes are kept; delete one first.")];
    }

    /// <summary>A name that none can have is not even looked for: the store has a limit for its keys.</summary>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return name.Length is 0 or > LongestName ? Task.FromResult(false) : store.DeleteAsync(name);
    }

    async Task<IReadOnlyList<SpecFault>> IRecipes.SaveAsync(RecipeSpec recipe, CancellationToken cancellation)
    {
        try
        {
            return await SaveAsync(recipe, cancellation);
        }
        catch (StorageException e)
        {
            return [new SpecFault("", e.Text)];
        }
    }

    async Task<IReadOnlyList<SpecFault>> IRecipes.DeleteAsync(string name, CancellationToken cancellation)
    {
        try
        {
            await DeleteAsync(name, cancellation);
            return [];
        }
        catch (StorageException e)
        {
            return [new SpecFault("", e.Text)];
        }
    }

    /// <summary>The engine lets a batch name a recipe of the catalog by its bare name; saved under that name, it would be two things.</summary>
    private List<SpecFault> Faults(RecipeSpec recipe)
    {
        var faults = engine.CheckRecipe(recipe).ToList();
        if (faults.All(fault => fault.Path != "name") && engine.Describe().Recipes.Any(known => known.Name == recipe.Name))
            faults.Insert(0, new SpecFault("name", $"{recipe.Name} is a recipe of the catalog; another name tells the two apart."));
        return faults;
    }
}
