using System.Text.Json;
using Contracts;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>What people call the networks and recipes of a batch, and the values of a recipe's options.</summary>
public sealed class LabNames(CatalogDescription catalog)
{
    /// <summary>A network by its label: the title where it is as the catalog has it.</summary>
    public string Network(string label) => catalog.Networks.FirstOrDefault(network => network.Name == label)?.Title ?? label;

    /// <summary>A recipe by its name; those of the catalog keep their names to themselves.</summary>
    public string Recipe(string name) => catalog.Recipes.FirstOrDefault(recipe => recipe.Name == name)?.Title ?? name;

    /// <summary>The recipe of the batch that differs from another in nothing but having no augmentation; null for none.</summary>
    public string? WithoutAugmentation(RunSpec spec, string recipe) =>
        spec.Mitigation is { } batch ? new RecipeTwins(batch, catalog.Recipes).WithoutAugmentation(recipe) : null;

    /// <summary>Value of an option of a recipe: its own, or that of the catalog's recipe; null where the catalog has none such.</summary>
    public JsonElement? Option(RecipeSpec recipe, string option) => recipe.Options.TryGetValue(option, out var own)
        ? own
        : catalog.Recipes.FirstOrDefault(known => known.Name == recipe.Component.Name)
            ?.Options.FirstOrDefault(field => field.Name == option)?.Default;
}
