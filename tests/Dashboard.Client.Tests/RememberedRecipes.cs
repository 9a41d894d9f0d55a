using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>Recipes held in a list; refuses what it is told to.</summary>
internal sealed class RememberedRecipes(params RecipeSpec[] saved) : IRecipes
{
    private readonly List<RecipeSpec> _saved = [.. saved];

    public IReadOnlyList<SpecFault> Faults { get; set; } = [];

    public IReadOnlyList<RecipeSpec> List() => [.. _saved];

    public Task<IReadOnlyList<SpecFault>> SaveAsync(RecipeSpec recipe, CancellationToken cancellation)
    {
        if (Faults.Count == 0) _saved.Add(recipe);
        return Task.FromResult(Faults);
    }

    public Task<IReadOnlyList<SpecFault>> DeleteAsync(string name, CancellationToken cancellation)
    {
        if (Faults.Count == 0) _saved.RemoveAll(recipe => recipe.Name == name);
        return Task.FromResult(Faults);
    }
}
