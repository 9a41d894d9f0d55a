using System.Text;

namespace Dashboard.Client.Features.Compare;

/// <summary>A table as text that spreadsheets take: what begins like a formula is text there too.</summary>
internal static class TextTable
{
    /// <summary>Comma-separated values (RFC 4180).</summary>
    public static string Csv(IEnumerable<IReadOnlyList<string>> rows) => Written(rows, ',', Quoted);

    /// <summary>Tab-separated values, as they are pasted into a spreadsheet.</summary>
    public static string Tsv(IEnumerable<IReadOnlyList<string>> rows) => Written(rows, '\t', Plain);

    /// <summary>An address that a link can save.</summary>
    public static string Address(string csv) => "data:text/csv;charset=utf-8," + Uri.EscapeDataString(csv);

    private static string Written(IEnumerable<IReadOnlyList<string>> rows, char between, Func<string, string> write)
    {
        var text = new StringBuilder();
        foreach (var row in rows) text.AppendJoin(between, row.Select(write)).Append("\r\n");
        return text.ToString();
    }

    private static string Quoted(string value)
    {
        var safe = Safe(value);
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static string Plain(string value) => Safe(value.Replace('\t', ' ').Replace('\r', ' ').Replace('\n', ' '));

    /// <summary>A number may begin with a sign; anything else that does is taken for a formula.</summary>
    private static string Safe(string value) =>
        value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n'
        && !double.TryParse(value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _) ? "'" + value : value;
}
