using System.Text;
using Contracts;

namespace Dashboard.Server.Listing;

/// <summary>The table as CSV (RFC 4180): numbers with a point, times in ISO 8601, UTC.</summary>
/// <remarks>A spreadsheet runs a cell that begins with = + - @ as a formula: texts that do get an apostrophe before them.</remarks>
internal static class RunCsv
{
    private const int Batch = 256;
    private static readonly char[] Formula = ['=', '+', '-', '@', '\t', '\r'];

    public static async Task WriteAsync(
        Stream stream, IReadOnlyList<RunField> columns, IEnumerable<(RunRecord Run, FieldValue[] Cells)> rows, CancellationToken cancellation)
    {
        var lines = new StringBuilder();
        lines.AppendJoin(',', columns.Select(column => column.Name).Prepend("name").Prepend("id").Select(name => Cell(name))).Append("\r\n");
        foreach (var batch in rows.Chunk(Batch))
        {
            foreach (var (run, cells) in batch)
                lines.AppendJoin(',', cells.Select(Cell).Prepend(Cell(run.Row.Name)).Prepend(run.Row.Id.Value)).Append("\r\n");
            await stream.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), cancellation);
            lines.Clear();
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), cancellation);
    }

    private static string Cell(FieldValue value) => value.Text is null && value.Words is null ? value.ToString() : Cell(value.ToString());

    private static string Cell(string text)
    {
        if (text.Length > 0 && Formula.Contains(text[0])) text = "'" + text;
        return text.AsSpan().ContainsAny("\",\r\n") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
    }
}
