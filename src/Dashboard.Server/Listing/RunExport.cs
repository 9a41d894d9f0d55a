using System.Text.Json;
using Contracts;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Listing;

/// <summary>Every matching run with the asked columns, as a file.</summary>
internal sealed class RunExport(RunTable table, StorageFolder folder, TimeProvider time)
{
    private const int FlushEvery = 256;
    private static readonly byte[] Comma = ",\n"u8.ToArray(), Open = "["u8.ToArray(), Close = "]\n"u8.ToArray();

    /// <summary>The answer for "csv", "json" or "parquet".</summary>
    public IResult Serve(RunQuery query, string format)
    {
        var (columns, faults, rows) = table.All(query);
        if (faults.Count > 0) return QueryRefusal.Of(faults);
        var name = $"runs-{time.GetUtcNow().UtcDateTime:yyyy-MM-dd}.{format}";
        return format switch
        {
            "csv" => TypedResults.Stream(stream => RunCsv.WriteAsync(stream, columns, rows, CancellationToken.None), "text/csv; charset=utf-8", name),
            "json" => TypedResults.Stream(stream => WriteJsonAsync(stream, columns, rows), "application/json", name),
            "parquet" => new ParquetResult(this, columns, rows, name),
            _ => TypedResults.Problem("There are the formats csv, json and parquet.", statusCode: StatusCodes.Status400BadRequest),
        };
    }

    private static async Task WriteJsonAsync(Stream stream, IReadOnlyList<RunField> columns, IEnumerable<(RunRecord Run, FieldValue[] Cells)> rows)
    {
        await stream.WriteAsync(Open);
        using var lines = new MemoryStream();
        var count = 0;
        foreach (var (run, cells) in rows)
        {
            if (count > 0) lines.Write(Comma);
            WriteRow(lines, run, columns, cells);
            if (++count % FlushEvery != 0) continue;
            await FlushAsync(lines, stream);
        }

        await FlushAsync(lines, stream);
        await stream.WriteAsync(Close);
    }

    private static async Task FlushAsync(MemoryStream lines, Stream stream)
    {
        await stream.WriteAsync(lines.GetBuffer().AsMemory(0, (int)lines.Length));
        lines.SetLength(0);
    }

    private static void WriteRow(MemoryStream lines, RunRecord run, IReadOnlyList<RunField> columns, FieldValue[] cells)
    {
        using var writer = new Utf8JsonWriter(lines);
        writer.WriteStartObject();
        writer.WriteString("id", run.Row.Id.Value);
        writer.WriteString("name", run.Row.Name);
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name is "id" or "name") continue;
            writer.WritePropertyName(columns[i].Name);
            JsonSerializer.Serialize(writer, cells[i], ContractsJson.Default.Of<FieldValue>());
        }

        writer.WriteEndObject();
    }

    /// <summary>Written to a file that goes with its stream: the format asks for one that can be measured.</summary>
    private sealed class ParquetResult(
        RunExport export, IReadOnlyList<RunField> columns, IEnumerable<(RunRecord Run, FieldValue[] Cells)> rows, string name) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var file = new FileStream(
                Path.Combine(export.Temporary, Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024,
                FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            await RunParquet.WriteAsync(file, columns, rows, httpContext.RequestAborted);
            file.Position = 0;
            await TypedResults.File(file, "application/vnd.apache.parquet", name).ExecuteAsync(httpContext);
        }
    }

    private string Temporary => folder.Temporary;
}
