using System.Text.RegularExpressions;

namespace Contracts.Querying;

/// <summary>Writes and changes queries: for chips, and for cells that are clicked.</summary>
public static partial class QueryWriter
{
    /// <summary>A field as a query names it: in square brackets where it has to be.</summary>
    public static string Field(string name) => Plain().IsMatch(name) ? name : "[" + Escaped(name, "]") + "]";

    /// <summary>A text as a query quotes it.</summary>
    public static string Quote(string text) => "\"" + Escaped(text, "\"") + "\"";

    /// <summary>The condition that a field has a value; of a time, that it lies on its day.</summary>
    public static string Same(string field, FieldValue value) => value switch
    {
        { IsNull: true } => Field(field) + " is null",
        { Number: { } number } => $"{Field(field)} = {number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}",
        { Flag: { } flag } => $"{Field(field)} = {(flag ? "true" : "false")}",
        { Time: { } time } => $"{Field(field)} = {time.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}",
        { Words: { } words } => string.Join(" and ", words.Select(word => $"{Field(field)} has {Quote(word)}")),
        _ => $"{Field(field)} = {Quote(value.ToString())}",
    };

    /// <summary>The query with one more condition; the same when it has it already.</summary>
    public static string With(string query, string condition)
    {
        var parsed = QueryParser.Parse(query);
        if (parsed.Terms.Any(term => query[term.Start..term.End] == condition)) return query;
        if (string.IsNullOrWhiteSpace(query)) return condition;
        var whole = parsed.Root is AnyOf ? $"({query.Trim()})" : query.Trim();
        return $"{whole} and {condition}";
    }

    /// <summary>The query without one of its conditions.</summary>
    public static string Without(string query, QueryNode term)
    {
        var rest = QueryParser.Parse(query).Terms.Where(other => other.Start != term.Start).Select(other => query[other.Start..other.End]);
        return string.Join(" and ", rest);
    }

    private static string Escaped(string text, string closing) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(closing, "\\" + closing, StringComparison.Ordinal);

    [GeneratedRegex(@"^(?!(?:and|or|not|in|is|has)$)[\p{L}_][\p{L}\p{N}_./:-]*$", RegexOptions.IgnoreCase)]
    private static partial Regex Plain();
}
