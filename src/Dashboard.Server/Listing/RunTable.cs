using Contracts;
using Contracts.Querying;
using Dashboard.Client.Doors;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Listing;

/// <summary>The table of runs, over what is in memory: no question reads the store.</summary>
internal sealed class RunTable(RunIndex index, RunFields fields, TimeProvider time) : IRunTable
{
    public RunTablePage Find(RunQuery query) => Rows(Open(query), query.Offset, Math.Min(query.Count, RunQuery.MostRows));

    public IReadOnlyList<RunField> Fields() => fields.All();

    public RunListing Open(RunQuery query)
    {
        var faults = new List<QueryFault>();
        var (columns, group) = (Named(query.Columns), Named(query.Group));
        var order = Order(query.Sort);
        var records = index.Records;
        var known = records.Count(run => !run.IsDeleted && !run.Meta.Archived);
        var matching = Matching(query.Text, records, faults);
        if (faults.Count > 0) matching = [];
        var sorted = RunOrder.Sort(matching, order, grouped: group.Count > 0);
        var rows = group.Count == 0
            ? [.. sorted.Select(run => new ListedRow(run.Row.Id, null))]
            : new RunGroups(group, [.. query.Open]).Rows(sorted, order);
        return new RunListing(
            query, [.. columns.Select(column => column.Field)], rows, matching.Count, known, RunFacets.Of(matching), faults);
    }

    public RunTablePage Rows(RunListing listing, int offset, int count)
    {
        var columns = listing.Columns.Select(column => fields.Find(column.Name)!).ToArray();
        var (from, most) = (Math.Clamp(offset, 0, listing.Rows.Count), Math.Max(0, count));
        var rows = listing.Rows.Skip(from).Take(most).Select(row => row.Group is { } group ? Row(group, columns) : Row(row.Run!.Value, columns)).ToList();
        var baselines = index.Baselines.GroupBy(run => run.Row.Data)       // two, while the mark moves from one run to another
            .ToDictionary(runs => runs.Key, runs => Row(runs.First().Row.Id, columns));
        return new RunTablePage(
            listing.Columns, rows, listing.Rows.Count, listing.Matching, listing.Known, listing.Facets, baselines, listing.Faults);
    }

    /// <summary>Every matching run with its cells, in order; for an export.</summary>
    public (IReadOnlyList<RunField> Columns, IReadOnlyList<QueryFault> Faults, IEnumerable<(RunRecord Run, FieldValue[] Cells)> Rows) All(RunQuery query)
    {
        var listing = Open(query with { Group = [] });
        var columns = listing.Columns.Select(column => fields.Find(column.Name)!).ToArray();
        return (listing.Columns, listing.Faults, listing.Rows.Select(row => index.Record(row.Run!.Value)).OfType<RunRecord>()
            .Select(run => (run, Cells(run, columns))));
    }

    private IReadOnlyList<RunRecord> Matching(string text, IReadOnlyCollection<RunRecord> records, List<QueryFault> faults)
    {
        var parsed = QueryParser.Parse(text);
        faults.AddRange(parsed.Faults);
        var (deleted, archived) = (parsed.Asks("deleted"), parsed.Asks("archived"));
        var there = records.Where(run => run.IsDeleted ? deleted : archived || !run.Meta.Archived);
        if (parsed.Root is null) return [.. there];
        var (test, unbound) = QueryBinder.Bind(parsed.Root, fields, time.GetUtcNow());
        faults.AddRange(unbound);
        return unbound.Count > 0 ? [] : [.. there.Where(test)];
    }

    /// <summary>The fields of these names. Unknown ones are left out: a saved view may name a series that no run has any more.</summary>
    private List<BoundField> Named(IReadOnlyList<string> names) =>
        [.. names.Take(RunQuery.MostFields).Distinct().Select(fields.Find).OfType<BoundField>()];

    private (BoundField Field, bool Falls)[] Order(IReadOnlyList<string> names) =>
        [.. names.Take(RunQuery.MostFields).Select(name => (Field: fields.Find(name.TrimStart('-')), Falls: name.StartsWith('-')))
            .Where(key => key.Field is not null).Select(key => (key.Field!, key.Falls))];

    private RunTableRow Row(RunId id, BoundField[] columns) => index.Record(id) is { } run
        ? new RunTableRow(run.Row, run.Meta, null, Cells(run, columns))
        : new RunTableRow(null, null, null, []);

    private RunTableRow Row(ListedGroup group, BoundField[] columns)
    {
        var runs = group.Members.Select(index.Record).OfType<RunRecord>().ToList();
        var stats = columns.Select(column => !column.Field.IsNumeric ? null
            : Score.Of(runs.Select(run => column.Read(run).Number).OfType<double>().ToList())).ToList();
        return new RunTableRow(null, null, new RunGroup(group.Key, group.Values, runs.Count, group.Open, stats), []);
    }

    private static FieldValue[] Cells(RunRecord run, BoundField[] columns) => Array.ConvertAll(columns, column => column.Read(run));
}
