using System.Collections.Concurrent;
using System.Text.Json;
using Contracts;

namespace Dashboard.Server.Listing;

/// <summary>What was asked for, flattened: "seed", "method.options.iterations". Options that a spec leaves out have their default of the catalog.</summary>
internal sealed class ParameterFields(Func<CatalogDescription> catalog)
{
    private static readonly HashSet<string> Told = ["name", "notes"];
    private readonly ConcurrentDictionary<string, FieldKind> _kinds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string[]> _shapes = new(StringComparer.Ordinal);
    private readonly Lazy<CatalogDescription> _catalog = new(catalog);

    /// <summary>Every parameter that any run has.</summary>
    public IEnumerable<RunField> Fields => _kinds.Select(entry => new RunField(entry.Key, entry.Value, FieldGroup.Parameter));

    public RunField? Find(string name) => _kinds.TryGetValue(name, out var kind) ? new RunField(name, kind, FieldGroup.Parameter) : null;

    public FieldSet Of(RunSpec spec)
    {
        var values = new SortedDictionary<string, FieldValue>(StringComparer.Ordinal);
        if (spec.Mitigation is null) Defaults("method.options.", _catalog.Value.Methods, spec.Method.Name, values);
        Defaults("trainingNetwork.options.", _catalog.Value.Networks, spec.TrainingNetwork.Name, values);
        foreach (var property in JsonSerializer.SerializeToElement(spec, ContractsJson.Default.RunSpec).EnumerateObject())
        {
            var idle = spec.Mitigation is not null && (property.Name is "method" or "evaluation");
            if (!Told.Contains(property.Name) && !idle) Flatten(property.Name, property.Value, values);
        }

        foreach (var (name, value) in values) _kinds.TryAdd(name, KindOf(value));
        var names = values.Keys.ToArray();
        return new FieldSet(_shapes.GetOrAdd(string.Join('\n', names), names), [.. values.Values]);
    }

    private static void Defaults(
        string prefix, IReadOnlyList<ComponentDescriptor> family, string name, SortedDictionary<string, FieldValue> values)
    {
        foreach (var option in family.FirstOrDefault(component => component.Name == name)?.Options ?? [])
            values[prefix + option.Name] = FieldValue.Of(option.Default);
    }

    private static void Flatten(string path, JsonElement element, SortedDictionary<string, FieldValue> values)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject()) Flatten($"{path}.{property.Name}", property.Value, values);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            values[path] = FieldValue.Of([.. element.EnumerateArray().Select(Label)]);
        }
        else if (element.ValueKind != JsonValueKind.Null)
        {
            values[path] = FieldValue.Of(element);
        }
    }

    /// <summary>A component of a list by its label.</summary>
    private static string Label(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("name", out var name)) return item.ToString();
        return item.TryGetProperty("base", out _)
            ? name.ToString()
            : item.Deserialize(ContractsJson.Default.Of<ComponentSpec>())?.Label ?? name.ToString();
    }

    private static FieldKind KindOf(FieldValue value) => value switch
    {
        { Number: not null } => FieldKind.Number,
        { Flag: not null } => FieldKind.Flag,
        { Words: not null } => FieldKind.Words,
        _ => FieldKind.Text,
    };
}
