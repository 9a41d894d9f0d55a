using System.Text.Json;
using Contracts;

namespace Dashboard.Client.Features.Runs;

/// <summary>A spec as the rows of a tree: every value beside its default, the options of components by the catalog.</summary>
internal static class SpecTree
{
    private const string Options = "options";
    private const string Name = "name";

    /// <summary>Every row, in the order of the spec; options that the spec leaves out stand with their default.</summary>
    public static IReadOnlyList<SpecRow> Of(RunSpec spec, CatalogDescription catalog)
    {
        var rows = new List<SpecRow>();
        Walk(Element(spec), Element(new RunSpec()), 0, catalog, rows);
        return rows;
    }

    private static void Walk(JsonElement value, JsonElement? standard, int depth, CatalogDescription catalog, List<SpecRow> rows)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(Options, out var options))
        {
            Component(value, options, depth, catalog, rows);
            return;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
                Member(member.Name, member.Value, Find(standard, member.Name), depth, catalog, rows);
            return;
        }

        var number = 0;
        foreach (var entry in value.EnumerateArray()) Member($"[{++number}]", entry, null, depth, catalog, rows);
    }

    private static void Member(
        string name, JsonElement value, JsonElement? standard, int depth, CatalogDescription catalog, List<SpecRow> rows)
    {
        var isGroup = value.ValueKind == JsonValueKind.Object || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0);
        if (!isGroup)
        {
            rows.Add(new SpecRow(depth, name, Text(value), standard is { } known ? Text(known) : "", Differs(value, standard)));
            return;
        }

        var title = Find(value, Options) is null ? null : Find(value, Name)?.GetString();
        var standardTitle = title is null ? null : Find(standard, Name)?.GetString();
        rows.Add(new SpecRow(depth, name, title, standardTitle, standardTitle is not null && title != standardTitle));
        Walk(value, standard, depth + 1, catalog, rows);
    }

    /// <summary>The defaults of a component's options are the catalog's, whatever the default component is.</summary>
    private static void Component(JsonElement value, JsonElement options, int depth, CatalogDescription catalog, List<SpecRow> rows)
    {
        var name = value.GetProperty(Name).GetString();
        var fields = Families(catalog).FirstOrDefault(known => known.Name == name)?.Options ?? [];
        foreach (var field in fields)
        {
            var given = Find(options, field.Name);
            var differs = given is { } own && Differs(own, field.Default);
            rows.Add(new SpecRow(depth, field.Name, Text(given ?? field.Default), Text(field.Default), differs));
        }

        foreach (var other in options.EnumerateObject().Where(option => fields.All(field => field.Name != option.Name)))
            rows.Add(new SpecRow(depth, other.Name, Text(other.Value), "", false));
        foreach (var member in value.EnumerateObject().Where(member => member.Name is not (Name or Options)))
            Member(member.Name, member.Value, null, depth, catalog, rows);
    }

    private static IEnumerable<ComponentDescriptor> Families(CatalogDescription catalog) =>
        catalog.Methods.Concat(catalog.Networks).Concat(catalog.Recipes).Concat(catalog.DataSets);

    private static bool Differs(JsonElement value, JsonElement? standard) => standard is { } known && SpecParameters.Written(value) != SpecParameters.Written(known);

    private static JsonElement? Find(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) ? value : null;

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private static JsonElement Element(RunSpec spec) => JsonSerializer.SerializeToElement(spec, ContractsJson.Default.RunSpec);
}

/// <summary>One row: a group, or a value with its default.</summary>
/// <param name="Depth">0 at the root.</param>
/// <param name="Name">As in the spec.</param>
/// <param name="Value">Its value; null for a group without one.</param>
/// <param name="Standard">Its default; empty where there is none, null for a group.</param>
/// <param name="Differs">Whether value and default differ.</param>
internal sealed record SpecRow(int Depth, string Name, string? Value, string? Standard, bool Differs);
