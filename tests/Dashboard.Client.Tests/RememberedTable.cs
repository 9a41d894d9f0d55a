using Contracts;
using Contracts.Querying;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>The table of some runs: knows plain words and one field, the images per class; remembers what it was asked.</summary>
internal sealed class RememberedTable(IRuns runs, RememberedMetadata metadata) : IRunTable
{
    private static readonly RunField[] Known =
    [
        new("status", FieldKind.Text, FieldGroup.Run), new("ipc", FieldKind.Number, FieldGroup.Run), new("progress", FieldKind.Share, FieldGroup.Run),
        new("accuracy", FieldKind.Share, FieldGroup.Run), new("data", FieldKind.Text, FieldGroup.Run), new("tags", FieldKind.Words, FieldGroup.Run),
        new("created", FieldKind.Time, FieldGroup.Run),
        new("seed", FieldKind.Number, FieldGroup.Parameter), new("loss/matching.min", FieldKind.Number, FieldGroup.Metric),
    ];

    public List<RunQuery> Asked { get; } = [];

    public RunTablePage Find(RunQuery query) => Rows(Open(query), query.Offset, query.Count);

    public IReadOnlyList<RunField> Fields() => Known;

    public RunListing Open(RunQuery query)
    {
        Asked.Add(query);
        var parsed = QueryParser.Parse(query.Text);
        var deleted = parsed.Asks("deleted");
        var words = parsed.Terms.OfType<PlainWord>().Select(word => word.Word.Text).ToList();
        var rows = metadata.Runs(runs).Where(row => metadata.Find(row.Id)!.DeletedAt is not null == deleted
            && words.All(word => row.Name.Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
        if (parsed.Faults.Count > 0) rows = [];
        if (query.Sort is ["name"]) rows = [.. rows.OrderBy(row => row.Name, StringComparer.Ordinal)];
        var columns = query.Columns.Select(name => Known.FirstOrDefault(field => field.Name == name)).OfType<RunField>().ToList();
        var listed = query.Group.Count == 0 ? rows.ConvertAll(row => new ListedRow(row.Id, null)) : Groups(query, rows);
        return new RunListing(query, columns, listed, rows.Count, runs.List().Count, [], parsed.Faults);
    }

    public RunTablePage Rows(RunListing listing, int offset, int count)
    {
        var rows = listing.Rows.Skip(offset).Take(count).Select(row => row.Group is { } group ? Row(group, listing) : Row(row.Run!.Value, listing)).ToList();
        var baselines = runs.List().Where(row => metadata.Find(row.Id)!.Baseline).ToDictionary(row => row.Data, row => Row(row.Id, listing));
        return new RunTablePage(listing.Columns, rows, listing.Rows.Count, listing.Matching, listing.Known, [], baselines, listing.Faults);
    }

    private static List<ListedRow> Groups(RunQuery query, List<RunSummary> rows) => [.. rows.GroupBy(row => row.Data).SelectMany(group =>
    {
        var head = new ListedGroup(group.Key, [FieldValue.Of(group.Key)], [.. group.Select(row => row.Id)], query.Open.Contains(group.Key));
        return head.Open ? group.Select(row => new ListedRow(row.Id, null)).Prepend(new ListedRow(null, head)) : [new ListedRow(null, head)];
    })];

    private static RunTableRow Row(ListedGroup group, RunListing listing) => new(null, null, new RunGroup(
        group.Key, group.Values, group.Members.Count, group.Open, [.. listing.Columns.Select(column => column.Name == "accuracy" ? new Score(0.5, 0.125, 3) : null)]), []);

    private RunTableRow Row(RunId id, RunListing listing) => metadata.Runs(runs).FirstOrDefault(row => row.Id == id) is { } run
        ? new RunTableRow(run, metadata.Find(id), null, [.. listing.Columns.Select(column => Cell(run, column.Name))])
        : new RunTableRow(null, null, null, []);

    private static FieldValue Cell(RunSummary run, string column) => column switch
    {
        "status" => FieldValue.Of(run.Status.ToString()),
        "ipc" => FieldValue.Of((double?)run.ImagesPerClass),
        "accuracy" => FieldValue.Of(run.Accuracy?.Mean),
        "data" => FieldValue.Of(run.Data),
        _ => FieldValue.Null,
    };
}
