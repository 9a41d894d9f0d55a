using System.Globalization;
using System.Text.Json;

namespace Contracts;

/// <summary>One parameter of a run.</summary>
/// <param name="Text">As it would stand in JSON, without quotation marks; numbers in one way only, so that equal ones are equal texts.</param>
/// <param name="IsDefault">Whether it is what an absent one would be.</param>
public sealed record ParameterValue(string Text, bool IsDefault);

/// <summary>One parameter over several runs.</summary>
/// <param name="Name">Dotted, as in a spec: "method.options.imagesPerClass".</param>
/// <param name="Values">One for each run; null where a run has no such parameter.</param>
public sealed record ComparedParameter(string Name, IReadOnlyList<ParameterValue?> Values)
{
    /// <summary>Whether not every run has the same.</summary>
    public bool Differs => Values.Select(value => value?.Text).Distinct().Count() > 1;
}

/// <summary>
/// A spec as a flat list of parameters, with the defaults of the catalog filled in: an absent option and one at its default are alike.
/// </summary>
/// <remarks>Name and notes are no parameters. A batch of the lab has no method and no evaluation of its own: they are left out.</remarks>
public static class SpecParameters
{
    private const string EveryDigit = "0.############################";
    private static readonly RunSpec Plain = new();
    private static readonly Dictionary<string, JsonElement> NoOptions = [];
    private static readonly string[] Skipped = ["name", "notes", "evaluation.networks", "mitigation.networks", "mitigation.recipes"];
    private static readonly string[] SkippedInBatch = ["method", "evaluation"];

    /// <summary>Every parameter of a spec, in the order of the spec.</summary>
    public static IReadOnlyList<KeyValuePair<string, ParameterValue>> Of(RunSpec spec, CatalogDescription catalog)
    {
        var usual = new RunSpec
        {
            Method = new ComponentSpec { Name = spec.Method.Name },
            TrainingNetwork = new ComponentSpec { Name = spec.TrainingNetwork.Name },
            Mitigation = spec.Mitigation is { } batch
                ? new MitigationSpec { Recipes = [.. batch.Recipes.Select(recipe => recipe with { Options = NoOptions })] }
                : null,
        };
        var defaults = Flat(usual, catalog).ToDictionary(StringComparer.Ordinal);
        (defaults["method.name"], defaults["trainingNetwork.name"]) = (Plain.Method.Name, Plain.TrainingNetwork.Name);
        defaults.Remove("mitigation.recipes");
        return [.. Flat(spec, catalog).Select(pair => KeyValuePair.Create(
            pair.Key, new ParameterValue(pair.Value, defaults.TryGetValue(pair.Key, out var usually) && usually == pair.Value)))];
    }

    /// <summary>The parameters of several specs side by side; those of one section stand together.</summary>
    public static IReadOnlyList<ComparedParameter> Compare(IReadOnlyList<RunSpec> specs, CatalogDescription catalog)
    {
        var all = specs.Select(spec => Of(spec, catalog)).ToList();
        var maps = all.ConvertAll(parameters => parameters.ToDictionary(StringComparer.Ordinal));
        var names = all.SelectMany(parameters => parameters.Select(parameter => parameter.Key)).Distinct().ToList();
        var sections = names.Select(Section).Distinct().ToList();
        return [.. names.OrderBy(name => sections.IndexOf(Section(name)))
            .Select(name => new ComparedParameter(name, maps.ConvertAll(map => map.GetValueOrDefault(name))))];
    }

    private static string Section(string name) => string.Join('.', name.Split('.').SkipLast(1));

    private static IEnumerable<KeyValuePair<string, string>> Flat(RunSpec spec, CatalogDescription catalog)
    {
        var filled = spec with
        {
            Method = Filled(spec.Method, catalog.Methods),
            TrainingNetwork = Filled(spec.TrainingNetwork, catalog.Networks),
            Mitigation = spec.Mitigation is { Teacher.Network: { } teacher } lab
                ? lab with { Teacher = lab.Teacher with { Network = Filled(teacher, catalog.Networks) } }
                : spec.Mitigation,
        };
        var root = JsonSerializer.SerializeToElement(filled, ContractsJson.Default.RunSpec);
        var skipped = spec.Mitigation is null ? Skipped : [.. Skipped, .. SkippedInBatch];
        var flat = Leaves("", root, skipped);
        return spec.Mitigation is { } batch
            ? flat.Concat(OfBatch(batch, catalog))
            : flat.Append(KeyValuePair.Create("evaluation.networks", Labels(spec.Evaluation.Networks, catalog)));
    }

    private static IEnumerable<KeyValuePair<string, string>> OfBatch(MitigationSpec batch, CatalogDescription catalog)
    {
        yield return KeyValuePair.Create("mitigation.networks", Labels(batch.Networks, catalog));
        var recipes = batch.Recipes.Select(recipe => recipe.Name).Order(StringComparer.Ordinal);
        yield return KeyValuePair.Create("mitigation.recipes", string.Join(", ", recipes));
        foreach (var recipe in batch.Recipes)
        {
            yield return KeyValuePair.Create($"mitigation.recipes.{recipe.Name}.base", recipe.Component.Name);
            foreach (var (name, value) in Filled(recipe.Component, catalog.Recipes).Options)
                yield return KeyValuePair.Create($"mitigation.recipes.{recipe.Name}.{name}", Written(value));
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(string path, JsonElement element, string[] skipped)
    {
        if (skipped.Contains(path) || element.ValueKind == JsonValueKind.Null) return [];
        return element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject()
                .SelectMany(member => Leaves(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value, skipped))
            : [KeyValuePair.Create(path, Written(element))];
    }

    /// <summary>A component with every option of the catalog.</summary>
    private static ComponentSpec Filled(ComponentSpec component, IReadOnlyList<ComponentDescriptor> family)
    {
        var options = Defaults(component, family);
        foreach (var (name, value) in component.Options) options[name] = value;
        return component with { Options = options };
    }

    private static Dictionary<string, JsonElement> Defaults(ComponentSpec component, IReadOnlyList<ComponentDescriptor> family) =>
        (family.FirstOrDefault(known => known.Name == component.Name)?.Options ?? []).ToDictionary(field => field.Name, field => field.Default);

    /// <summary>Networks by their labels, without options that are at their default; their order changes no number.</summary>
    private static string Labels(IReadOnlyList<ComponentSpec> networks, CatalogDescription catalog) =>
        string.Join(", ", networks.Select(network => Short(network, catalog.Networks).Label).Order(StringComparer.Ordinal));

    private static ComponentSpec Short(ComponentSpec component, IReadOnlyList<ComponentDescriptor> family)
    {
        var defaults = Defaults(component, family);
        return component with
        {
            Options = component.Options
                .Where(option => !defaults.TryGetValue(option.Key, out var usual) || Written(usual) != Written(option.Value)).ToDictionary(),
        };
    }

    private static string Written(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString(EveryDigit, CultureInfo.InvariantCulture),
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };
}
