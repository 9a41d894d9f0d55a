namespace Contracts;

/// <summary>Field names in an address: joined by commas, a backslash before a comma of a name's own.</summary>
public static class FieldList
{
    /// <summary>The names of a list; none for null.</summary>
    public static IReadOnlyList<string> Read(string? text)
    {
        var names = new List<string>();
        var name = new System.Text.StringBuilder();
        for (var i = 0; i < (text?.Length ?? 0); i++)
        {
            if (text![i] == '\\' && i + 1 < text.Length) name.Append(text[++i]);
            else if (text[i] != ',') name.Append(text[i]);
            else Take();
        }

        Take();
        return names;

        void Take()
        {
            if (name.ToString().Trim() is { Length: > 0 } found) names.Add(found);
            name.Clear();
        }
    }

    /// <summary>The list of some names.</summary>
    public static string Write(IEnumerable<string> names) => string.Join(
        ',', names.Select(name => name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)));
}
