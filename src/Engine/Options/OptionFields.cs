using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Contracts;

namespace Engine.Options;

/// <summary>Reads an options record: its fields for forms and docs, its values from a spec, its faults. The record is the only place where they are written.</summary>
internal static partial class OptionFields
{
    private const int MostText = 200;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = default };

    /// <summary>The fields of an options record, in the order of its properties.</summary>
    public static IReadOnlyList<OptionField> Of(Type options) => Of(Activator.CreateInstance(options)!);

    /// <summary>The fields of an options record whose defaults are the values of an instance.</summary>
    public static IReadOnlyList<OptionField> Of(object defaults) => [.. Properties(defaults.GetType()).Select(property => Field(property, defaults))];

    /// <summary>The options that a spec gives, over the defaults. The spec must have no faults.</summary>
    public static object Bind(Type options, ComponentSpec spec)
    {
        var given = JsonSerializer.SerializeToElement(spec.Options, Json);
        return given.Deserialize(options, Json) ?? throw new InvalidOperationException($"{spec.Name} has no options.");
    }

    /// <summary>The options that a spec gives, over the values of an instance. The spec must have no faults.</summary>
    public static TOptions Bind<TOptions>(TOptions defaults, ComponentSpec spec)
        where TOptions : notnull
    {
        var values = JsonSerializer.SerializeToNode(defaults, Json)!.AsObject();
        foreach (var (name, value) in spec.Options) values[name] = JsonSerializer.SerializeToNode(value, Json);
        return values.Deserialize<TOptions>(Json)!;
    }

    /// <summary>Every fault of the options in a spec: unknown names, wrong kinds, values out of range.</summary>
    public static IEnumerable<SpecFault> Faults(IReadOnlyList<OptionField> fields, ComponentSpec spec, string path)
    {
        foreach (var (name, value) in spec.Options)
        {
            var field = fields.FirstOrDefault(candidate => candidate.Name == name);
            var fault = field is null ? Unknown(fields, spec.Name, name) : ValueFault(field, value);
            if (fault is not null) yield return new SpecFault($"{path}.options.{name}", fault);
        }
    }

    private static IEnumerable<PropertyInfo> Properties(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static OptionField Field(PropertyInfo property, object defaults)
    {
        var range = property.GetCustomAttribute<RangeAttribute>();
        var choices = property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.Select(value => $"{value}").ToList() ?? [];
        return new OptionField(
            JsonNamingPolicy.CamelCase.ConvertName(property.Name), Title(property.Name), Kind(property.PropertyType, choices),
            JsonSerializer.SerializeToElement(property.GetValue(defaults), property.PropertyType, Json),
            property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "", Bound(range?.Minimum), Bound(range?.Maximum), choices);
    }

    private static OptionKind Kind(Type type, List<string> choices) => type switch
    {
        _ when choices.Count > 0 => OptionKind.Choice,
        _ when type == typeof(bool) => OptionKind.Boolean,
        _ when type == typeof(int) => OptionKind.Integer,
        _ when type == typeof(double) => OptionKind.Number,
        _ when type == typeof(string) => OptionKind.Text,
        _ => throw new NotSupportedException($"An option cannot be a {type.Name}."),
    };

    private static Sentence Unknown(IReadOnlyList<OptionField> fields, string component, string name)
    {
        if (fields.Count == 0) return $"{component} has no option \"{name}\"; it has none.";
        return $"{component} has no option \"{name}\"; it has {string.Join(", ", fields.Select(known => known.Name))}.";
    }

    private static Sentence? ValueFault(OptionField field, JsonElement value)
    {
        switch (field.Kind)
        {
            case OptionKind.Boolean when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                return "Must be true or false.";
            case OptionKind.Choice when value.ValueKind != JsonValueKind.String || !field.Choices.Contains(value.GetString()!):
                return $"Must be one of {string.Join(", ", field.Choices)}.";
            case OptionKind.Text when value.ValueKind != JsonValueKind.String || value.GetString()!.Length > MostText:
                return $"Must be text of at most {MostText} characters.";
            case OptionKind.Integer when value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out _):
                return "Must be a whole number.";
            case OptionKind.Number when value.ValueKind != JsonValueKind.Number:
                return "Must be a number.";
            case OptionKind.Integer or OptionKind.Number when value.GetDouble() is var number && (number < field.Minimum || number > field.Maximum):
                return $"Must be between {field.Minimum} and {field.Maximum}.";
            default:
                return null;
        }
    }

    private static double? Bound(object? value) => value is null ? null : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string Title(string name)
    {
        var words = WordStart().Replace(name, " $1").Trim().ToLowerInvariant();
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("([A-Z])")]
    private static partial Regex WordStart();
}
