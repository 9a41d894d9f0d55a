using Contracts;
using Parquet;
using Parquet.Schema;

namespace Dashboard.Server.Listing;

/// <summary>The table as a Parquet file: numbers as doubles, times as timestamps (UTC), lists as text with commas; a cell without a value is null.</summary>
internal static class RunParquet
{
    private const int GroupRows = 10_000;

    public static async Task WriteAsync(
        Stream stream, IReadOnlyList<RunField> columns, IEnumerable<(RunRecord Run, FieldValue[] Cells)> rows, CancellationToken cancellation)
    {
        var fields = Unique(columns).Select(Field).Prepend(new DataField<string>("name")).Prepend(new DataField<string>("id")).ToArray();
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields.Cast<Field>()), stream, cancellationToken: cancellation);
        foreach (var batch in rows.Chunk(GroupRows))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(fields[0], Array.ConvertAll(batch, row => row.Run.Row.Id.Value));
            await group.WriteAsync(fields[1], Array.ConvertAll(batch, row => row.Run.Row.Name));
            for (var i = 0; i < columns.Count; i++)
                await WriteAsync(group, fields[i + 2], columns[i].Kind, Array.ConvertAll(batch, row => row.Cells[i]), cancellation);
            group.CompleteValidate();
        }
    }

    private static async Task WriteAsync(
        ParquetRowGroupWriter group, DataField field, FieldKind kind, FieldValue[] cells, CancellationToken cancellation)
    {
        switch (kind)
        {
            case FieldKind.Number or FieldKind.Share or FieldKind.Duration:
                await group.WriteAsync<double>(field, Array.ConvertAll(cells, cell => cell.Number).AsMemory(), cancellationToken: cancellation);
                break;
            case FieldKind.Flag:
                await group.WriteAsync<bool>(field, Array.ConvertAll(cells, cell => cell.Flag).AsMemory(), cancellationToken: cancellation);
                break;
            case FieldKind.Time:
                await group.WriteAsync<DateTime>(field, Array.ConvertAll(cells, cell => cell.Time?.UtcDateTime).AsMemory(), cancellationToken: cancellation);
                break;
            default:
                await group.WriteAsync(field, Array.ConvertAll(cells, cell => cell.IsNull ? null! : cell.ToString()));
                break;
        }
    }

    private static DataField Field((string Name, FieldKind Kind) column) => column.Kind switch
    {
        FieldKind.Number or FieldKind.Share or FieldKind.Duration => new DataField<double?>(column.Name),
        FieldKind.Flag => new DataField<bool?>(column.Name),
        FieldKind.Time => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis, isNullable: true),
        _ => new DataField<string>(column.Name),
    };

    /// <summary>"id" and "name" come first in every file; asked for as columns too, they need other names.</summary>
    private static IEnumerable<(string Name, FieldKind Kind)> Unique(IReadOnlyList<RunField> columns) =>
        columns.Select(column => (column.Name is "id" or "name" ? column.Name + "_" : column.Name, column.Kind));
}
