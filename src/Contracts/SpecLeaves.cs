using System.Text.Json;

namespace Contracts;

/// <summary>A spec taken apart: every value under its dotted name, and the options that it leaves out at their default of the catalog.</summary>
/// <remarks>
/// Name and notes are no parameters. A batch of the lab has no method and no evaluation of its own: they are left out. Lists are one value;
/// each recipe is told beside the list of them ("mitigation.recipes.half.budget").
/// </remarks>
public static class SpecLeaves
{
    private const string Recipes = "mitigation.recipes";

    /// <summary>Whether a member of a spec is told.</summary>
    /// <param name="section">Name of the member.</param>
    /// <param name="isBatch">Whether the spec is a batch of the lab.</param>
    public static bool IsTold(string section, bool isBatch) => section is not ("name" or "notes") && !(isBatch && section is "method" or "evaluation");

    /// <summary>Every value of a spec, in its order.</summary>
    public static IEnumerable<KeyValuePair<string, JsonElement>> Of(RunSpec spec, CatalogDescription catalog) =>
        JsonSerializer.SerializeToElement(spec, ContractsJson.Default.RunSpec).EnumerateObject()
            .Where(section => IsTold(section.Name, spec.Mitigation is not null)).SelectMany(section => Of(section.Name, section.Value, catalog));

    /// <summary>Every value of one member of a spec.</summary>
    /// <param name="path">Name of the member.</param>
    /// <param name="value">The member.</param>
    /// <param name="catalog">Tells what components have for options.</param>
    public static IEnumerable<KeyValuePair<string, JsonElement>> Of(string path, JsonElement value, CatalogDescription catalog) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Object when value.TryGetProperty("options", out var options) =>
            OfComponent(path, value.GetProperty("name"), options, path == "method" ? catalog.Methods : catalog.Networks),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Of($"{path}.{member.Name}", member.Value, catalog)),
        JsonValueKind.Array when path == Recipes => OfRecipes(value, catalog).Prepend(KeyValuePair.Create(path, value)),
        _ => [KeyValuePair.Create(path, value)],
    };

    /// <summary>What a component has for options when none is written.</summary>
    internal static Dictionary<string, JsonElement> Defaults(string component, IReadOnlyList<ComponentDescriptor> family) =>
        (family.FirstOrDefault(known => known.Name == component)?.Options ?? []).ToDictionary(field => field.Name, field => field.Default);

    private static IEnumerable<KeyValuePair<string, JsonElement>> OfComponent(
        string path, JsonElement name, JsonElement options, IReadOnlyList<ComponentDescriptor> family) =>
        Filled($"{path}.options.", options, Defaults(name.ToString(), family)).Prepend(KeyValuePair.Create($"{path}.name", name));

    private static IEnumerable<KeyValuePair<string, JsonElement>> OfRecipes(JsonElement recipes, CatalogDescription catalog)
    {
        foreach (var recipe in recipes.EnumerateArray())
        {
            var (name, given) = (recipe.GetProperty("name"), recipe.GetProperty("base"));
            var found = given.ToString().Length == 0 ? name : given;
            yield return KeyValuePair.Create($"{Recipes}.{name}.base", found);
            var options = Filled($"{Recipes}.{name}.", recipe.GetProperty("options"), Defaults(found.ToString(), catalog.Recipes));
            foreach (var option in options) yield return option;
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonElement>> Filled(string prefix, JsonElement given, Dictionary<string, JsonElement> options)
    {
        foreach (var option in given.EnumerateObject()) options[option.Name] = option.Value;
        return options.Select(option => KeyValuePair.Create(prefix + option.Key, option.Value));
    }
}
