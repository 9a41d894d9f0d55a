using System.Text.Json;

namespace Contracts;

/// <summary>Pairs of a batch's recipes that differ in nothing but their augmentation: what an augmentation-robust score compares.</summary>
public sealed class RecipeTwins
{
    private const string Augmentation = "augmentation", Operations = "operationsPerBatch", None = "none";
    private readonly Dictionary<string, IReadOnlyDictionary<string, JsonElement>> _options;

    /// <summary>The recipes of a batch, over the values of those of the catalog.</summary>
    public RecipeTwins(MitigationSpec batch, IReadOnlyList<ComponentDescriptor> catalog) =>
        _options = MitigationPlan.Recipes(batch).ToDictionary(recipe => recipe.Name, recipe => Options(recipe, catalog));

    /// <summary>The recipe that is this one without augmentation; null when the batch has none, or when this one is it.</summary>
    public string? WithoutAugmentation(string recipe) => IsPlain(_options[recipe])
        ? null
        : _options.Where(other => IsPlain(other.Value) && AreAlike(_options[recipe], other.Value)).Select(other => other.Key).FirstOrDefault();

    /// <summary>Every option: the catalog recipe's value, or the one that the batch gives.</summary>
    private static IReadOnlyDictionary<string, JsonElement> Options(RecipeSpec recipe, IReadOnlyList<ComponentDescriptor> catalog)
    {
        var component = recipe.Component;
        var fields = catalog.FirstOrDefault(known => known.Name == component.Name)?.Options ?? [];
        var options = fields.ToDictionary(field => field.Name, field => field.Default);
        foreach (var (name, value) in component.Options) options[name] = value;
        return options;
    }

    private static bool IsPlain(IReadOnlyDictionary<string, JsonElement> options) =>
        options.TryGetValue(Augmentation, out var groups) && groups.ValueKind == JsonValueKind.String && groups.GetString() == None;

    private static bool AreAlike(IReadOnlyDictionary<string, JsonElement> one, IReadOnlyDictionary<string, JsonElement> other) =>
        one.Count == other.Count && one.All(option => option.Key is Augmentation or Operations
            || (other.TryGetValue(option.Key, out var value) && JsonElement.DeepEquals(option.Value, value)));
}
