using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Server.Listing;

/// <summary>Puts runs that are alike in some fields into groups, each a row, followed by its runs where it is open.</summary>
/// <remarks>Times are alike within a day. Groups stand in the order of their values, or by the mean of the first sorted column that has numbers.</remarks>
internal sealed class RunGroups(IReadOnlyList<BoundField> by, HashSet<string> open)
{
    public IReadOnlyList<ListedRow> Rows(IReadOnlyList<RunRecord> sorted, (BoundField Field, bool Falls)[] order)
    {
        var groups = sorted.GroupBy(Key).Select(runs => Group(runs.Key, [.. runs])).ToList();
        groups.Sort((left, right) => Compare(left.Group, right.Group, order));
        if (order.FirstOrDefault(key => key.Field.Field.IsNumeric) is { Field: { } column } first)
        {
            var bySize = Comparer<FieldValue>.Create((left, right) => RunOrder.Compare(left, right, first.Falls));
            groups = [.. groups.OrderBy(group => Mean(group.Runs, column), bySize)];
        }

        return [.. groups.SelectMany(group => group.Group.Open
            ? group.Group.Members.Select(id => new ListedRow(id, null)).Prepend(new ListedRow(null, group.Group))
            : [new ListedRow(null, group.Group)])];
    }

    private string Key(RunRecord run) =>
        string.Join('\u00b7', by.Select(field => Value(field, run)).Select(value => value.IsNull ? "\u2205" : value.ToString()));

    private (ListedGroup Group, IReadOnlyList<RunRecord> Runs) Group(string key, IReadOnlyList<RunRecord> runs)
    {
        var values = by.Select(field => Value(field, runs[0])).ToList();
        return (new ListedGroup(key, values, [.. runs.Select(run => run.Row.Id)], open.Contains(key)), runs);
    }

    private int Compare(ListedGroup left, ListedGroup right, (BoundField Field, bool Falls)[] order)
    {
        for (var i = 0; i < by.Count; i++)
        {
            var falls = order.Any(key => key.Field.Field.Name == by[i].Field.Name && key.Falls);
            if (RunOrder.Compare(left.Values[i], right.Values[i], falls) is not 0 and var difference) return difference;
        }

        return 0;
    }

    private static FieldValue Mean(IReadOnlyList<RunRecord> runs, BoundField column) =>
        FieldValue.Of(Score.Of(runs.Select(run => column.Read(run).Number).OfType<double>().ToList())?.Mean);

    private static FieldValue Value(BoundField field, RunRecord run) =>
        field.Read(run) is { Time: { } time } ? FieldValue.Of(new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero)) : field.Read(run);
}
