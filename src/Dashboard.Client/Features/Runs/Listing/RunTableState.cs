using Contracts;

namespace Dashboard.Client.Features.Runs.Listing;

/// <summary>What the table shows, as its address says it.</summary>
public sealed record RunTableState
{
    public string Text { get; init; } = "";

    public IReadOnlyList<string> Sort { get; init; } = [];

    public IReadOnlyList<string> Group { get; init; } = [];

    public IReadOnlyList<string> Open { get; init; } = [];

    public IReadOnlyList<string> Columns { get; init; } = RunQuery.DefaultColumns;

    public RunQuery Query => new() { Text = Text, Sort = Sort, Group = Group, Open = Open, Columns = Columns };

    /// <summary>The table of an address.</summary>
    public static RunTableState Of(string? text, string? sort, string? group, string? open, string? columns) => new()
    {
        Text = text ?? "",
        Sort = FieldList.Read(sort),
        Group = FieldList.Read(group),
        Open = FieldList.Read(open),
        Columns = columns is null ? RunQuery.DefaultColumns : FieldList.Read(columns),
    };

    public static RunTableState Of(SavedRunView view) => new() { Text = view.Text, Sort = view.Sort, Group = view.Group, Columns = view.Columns };

    public SavedRunView ToView(string name) => new() { Name = name, Text = Text, Sort = Sort, Group = Group, Columns = Columns };

    /// <summary>What the address asks for; null for what nobody changed.</summary>
    public IReadOnlyDictionary<string, object?> Parameters() => new Dictionary<string, object?>
    {
        ["q"] = Text.Length == 0 ? null : Text,
        ["sort"] = Filled(Sort),
        ["group"] = Filled(Group),
        ["open"] = Filled(Open),
        ["cols"] = Columns.SequenceEqual(RunQuery.DefaultColumns) ? null : FieldList.Write(Columns),
    };

    /// <summary>Where the server gives the same rows as a file.</summary>
    public string Export(string format) => "api/v1/runs/export?format=" + format + string.Concat(
        new[] { ("q", Text), ("sort", FieldList.Write(Sort)), ("columns", FieldList.Write(Columns)) }.Select(part => $"&{part.Item1}={Uri.EscapeDataString(part.Item2)}"));

    /// <summary>The order after a column's head was pressed: rising, falling, as before. With others kept, it is the last to decide.</summary>
    public RunTableState SortedBy(string field, bool keepOthers)
    {
        var now = Sort.FirstOrDefault(key => key.TrimStart('-') == field);
        var others = keepOthers ? Sort.Where(key => key.TrimStart('-') != field) : [];
        IEnumerable<string> mine = now is null ? ["-" + field] : now.StartsWith('-') ? [field] : [];
        return this with { Sort = [.. others, .. mine] };
    }

    /// <summary>The columns with one moved before another; to the end for null.</summary>
    public RunTableState Moved(string column, string? before)
    {
        if (column == before) return this;
        var rest = Columns.Where(name => name != column).ToList();
        rest.Insert(before is null ? rest.Count : Math.Max(0, rest.IndexOf(before)), column);
        return this with { Columns = rest };
    }

    /// <summary>The columns with one moved by some places.</summary>
    public RunTableState Moved(string column, int by)
    {
        var rest = Columns.ToList();
        var at = rest.IndexOf(column);
        rest.RemoveAt(at);
        rest.Insert(Math.Clamp(at + by, 0, rest.Count), column);
        return this with { Columns = rest };
    }

    /// <summary>A group opened, or closed again.</summary>
    public RunTableState Toggled(string key) => this with { Open = Open.Contains(key) ? [.. Open.Where(open => open != key)] : [.. Open, key] };

    private static string? Filled(IReadOnlyList<string> names) => names.Count == 0 ? null : FieldList.Write(names);
}
