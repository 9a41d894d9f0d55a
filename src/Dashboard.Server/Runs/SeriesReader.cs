using Contracts;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>Reads scalars out of a run's log: of a run in memory from its events, of a stored one from its columns.</summary>
internal sealed class SeriesReader(RunDesk desk, ActiveRuns active, RunStore runs, ColumnStore columns)
{
    /// <summary>The names of every series of a run; null for an unknown run.</summary>
    public IReadOnlyList<string>? Names(RunId id) => desk.State(id)?.Latest.Keys.ToList();

    /// <summary>The asked points of each series, thinned; null for an unknown run.</summary>
    public async Task<IReadOnlyList<Points>?> ReadAsync(RunId id, SeriesQuery query, CancellationToken cancellation)
    {
        if (desk.Summary(id) is not { } run) return null;
        var all = await ReadColumnsAsync(run, query.Names, cancellation);
        return [.. query.Names.Select(name => all[name].Thinned(query, run.LastSeq))];
    }

    /// <summary>Every point of each series, by name.</summary>
    public async Task<IReadOnlyDictionary<string, SeriesColumn>> ReadColumnsAsync(
        RunSummary run, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var all = names.ToDictionary(name => name, name => new SeriesColumn(name), StringComparer.Ordinal);
        if (active.Find(run.Id) is null)
        {
            await ReadStoredAsync(run, all, cancellation);
            return all;
        }

        await foreach (var batch in desk.ReadPastAsync(run.Id, 0, run.LastSeq, cancellation))
        {
            foreach (var measured in batch.OfType<Measured>()) Collect(measured, all);
        }

        return all;
    }

    /// <summary>Makes the columns of a stored run that are not there yet.</summary>
    public Task PrepareAsync(RunSummary run, CancellationToken cancellation) => ReadStoredAsync(run, [], cancellation);

    private async Task ReadStoredAsync(RunSummary run, Dictionary<string, SeriesColumn> all, CancellationToken cancellation)
    {
        for (long index = 0; index * ColumnBlock.Size < run.LastSeq; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            var last = Math.Min((index + 1) * ColumnBlock.Size, run.LastSeq);
            var block = columns.Find(run.Id, index, last, all.Keys) ?? await MakeAsync(run.Id, index, last);
            if (block is not null) Collect(block, all);
        }
    }

    private async Task<ColumnBlock?> MakeAsync(RunId id, long index, long last)
    {
        var events = new List<RunEvent>();
        var cursor = index * ColumnBlock.Size;
        while (cursor < last && runs.Events(id, cursor) is { Count: > 0 } batch)
        {
            events.AddRange(batch);
            cursor = batch[^1].Seq;
        }

        if (cursor != last) return null;        // deleted meanwhile
        var block = ColumnBlock.Of(index, events);
        try
        {
            await columns.WriteAsync(id, block);
        }
        catch (StorageException)
        {
            // A full disk: the chart is drawn from what was read, and the next look tries again.
        }

        return block;
    }

    private static void Collect(ColumnBlock block, Dictionary<string, SeriesColumn> all)
    {
        foreach (var (name, series) in all)
        {
            if (!block.Columns.TryGetValue(name, out var column)) continue;
            for (var i = 0; i < column.Values.Count; i++)
            {
                var place = column.Places[i];
                series.Add(block.Iterations[place], column.Values[i], block.Times[place]);
            }
        }
    }

    private static void Collect(Measured measured, Dictionary<string, SeriesColumn> all)
    {
        var at = measured.At.ToUnixTimeMilliseconds();
        foreach (var (name, series) in all)
        {
            if (measured.Values.TryGetValue(name, out var y)) series.Add(measured.Iteration, y, at);
        }
    }
}
