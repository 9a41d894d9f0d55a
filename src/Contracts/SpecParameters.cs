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
public static class SpecParameters
{
    private const string EveryDigit = "0.############################";
    private static readonly RunSpec Plain = new();
    private static readonly Dictionary<string, JsonElement> NoOptions = [];

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

    private static IEnumerable<KeyValuePair<string, string>> Flat(RunSpec spec, CatalogDescription catalog) =>
        SpecLeaves.Of(spec, catalog).Select(leaf => KeyValuePair.Create(leaf.Key, leaf.Key switch
        {
            "evaluation.networks" => Labels(spec.Evaluation.Networks, catalog),
            "mitigation.networks" => Labels(spec.Mitigation!.Networks, catalog),
            "mitigation.recipes" => string.Join(", ", spec.Mitigation!.Recipes.Select(recipe => recipe.Name).Order(StringComparer.Ordinal)),
            _ => Written(leaf.Value),
        }));

    /// <summary>Networks by their labels, without options that are at their default; their order changes no number.</summary>
    private static string Labels(IReadOnlyList<ComponentSpec> networks, CatalogDescription catalog) =>
        string.Join(", ", networks.Select(network => Short(network, catalog.Networks).Label).Order(StringComparer.Ordinal));

    private static ComponentSpec Short(ComponentSpec component, IReadOnlyList<ComponentDescriptor> family)
    {
        var defaults = SpecLeaves.Defaults(component.Name, family);
        return component with
        {
            Options = component.Options
                .Where(option => !defaults.TryGetValue(option.Key, out var usual) || Written(usual) != Written(option.Value)).ToDictionary(),
        };
    }

    /// <summary>A value in one way only: 1, 1.0 and 1e0 are the same text.</summary>
    public static string Written(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString(EveryDigit, CultureInfo.InvariantCulture),
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };
}
