using System.Collections.Concurrent;
using System.Text.Json;
using Contracts;

namespace Dashboard.Server.Listing;

/// <summary>What was asked for, flattened: "seed", "method.options.iterations". Options that a spec leaves out have their default of the catalog.</summary>
/// <remarks>Runs repeat each other: a member of a spec that was taken apart once, such as its evaluation, is not taken apart again.</remarks>
internal sealed class ParameterFields(Func<CatalogDescription> catalog)
{
    private const int MostMembers = 2_000;

    /// <summary>Members of a spec that leaves everything out; in ordinal order, in which the names of their parts follow each other.</summary>
    private static readonly (string Name, string Json)[] Plain =
    [
        .. JsonSerializer.SerializeToElement(new RunSpec(), ContractsJson.Default.RunSpec).EnumerateObject()
            .Select(member => (member.Name, member.Value.GetRawText())).OrderBy(member => member.Name, StringComparer.Ordinal),
    ];

    private readonly ConcurrentDictionary<string, FieldKind> _kinds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string[]> _shapes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Name, string Json), FieldSet> _members = new();
    private readonly Lazy<CatalogDescription> _catalog = new(catalog);

    /// <summary>Every parameter that any run has.</summary>
    public IEnumerable<RunField> Fields => _kinds.Select(entry => new RunField(entry.Key, entry.Value, FieldGroup.Parameter));

    public RunField? Find(string name) => _kinds.TryGetValue(name, out var kind) ? new RunField(name, kind, FieldGroup.Parameter) : null;

    /// <summary>The parameters of a spec as it is stored; none when this version cannot read it.</summary>
    public FieldSet Of(string spec)
    {
        try
        {
            return Read(spec);
        }
        catch (JsonException)
        {
            return FieldSet.None;
        }
    }

    private FieldSet Read(string spec)
    {
        using var document = JsonDocument.Parse(spec);
        var root = document.RootElement;
        var isBatch = root.TryGetProperty("mitigation", out var batch) && batch.ValueKind == JsonValueKind.Object;
        var members = Plain.Where(member => SpecLeaves.IsTold(member.Name, isBatch))
            .Select(member => Member(member.Name, root.TryGetProperty(member.Name, out var given) ? given.GetRawText() : member.Json)).ToList();
        var names = members.SelectMany(member => member.Names).ToArray();
        return new FieldSet(_shapes.GetOrAdd(string.Join('\n', names), names), [.. members.SelectMany(member => member.Values)]);
    }

    private FieldSet Member(string name, string json)
    {
        if (_members.TryGetValue((name, json), out var known)) return known;
        var values = new SortedDictionary<string, FieldValue>(StringComparer.Ordinal);
        foreach (var (path, value) in SpecLeaves.Of(name, Whole(name, json), _catalog.Value)) values[path] = Value(value);
        foreach (var (path, value) in values) _kinds.TryAdd(path, KindOf(value));
        var member = new FieldSet([.. values.Keys], [.. values.Values]);
        if (_members.Count < MostMembers) _members.TryAdd((name, json), member);
        return member;
    }

    /// <summary>A member with everything that an older version did not write. Components have no such parts, and are many.</summary>
    private static JsonElement Whole(string name, string json)
    {
        if (name is "method" or "trainingNetwork") return JsonElement.Parse(json);
        var spec = JsonSerializer.Deserialize($"{{\"{name}\":{json}}}", ContractsJson.Default.RunSpec)!;
        return JsonSerializer.SerializeToElement(spec, ContractsJson.Default.RunSpec).GetProperty(name);
    }

    private static FieldValue Value(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? FieldValue.Of([.. value.EnumerateArray().Select(Label)]) : FieldValue.Of(value);

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
