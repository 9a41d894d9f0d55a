using System.Globalization;
using System.Text;

namespace Dashboard.Server.Runs;

/// <summary>Points as rows of series, iteration, time and value, as spreadsheets and data frames read them.</summary>
internal static class SeriesCsv
{
    public const string Type = "text/csv; charset=utf-8";

    public static async Task WriteAsync(
        Stream body, SeriesQuery query, IReadOnlyDictionary<string, SeriesColumn> columns, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(false), 64 * 1024, leaveOpen: true);
        await writer.WriteAsync("series,iteration,unix_seconds,value\r\n");
        foreach (var name in query.Names)
        {
            var quoted = Quoted(name);
            foreach (var (x, y, t) in columns[name].All(query))
            {
                await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{quoted},{x},{t:0.000},{y:R}\r\n"));
            }

            await writer.FlushAsync(cancellation);
        }
    }

    /// <summary>A name in quotes where it needs them. One that a spreadsheet would compute is led by an apostrophe.</summary>
    private static string Quoted(string name)
    {
        var safe = name.Length > 0 && name[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + name : name;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
