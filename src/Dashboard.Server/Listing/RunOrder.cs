using Contracts;

namespace Dashboard.Server.Listing;

/// <summary>The order of the table: baselines and pinned runs at the top, then as asked for, then the newest first. Runs without a value come last.</summary>
internal static class RunOrder
{
    public static IReadOnlyList<RunRecord> Sort(IReadOnlyList<RunRecord> runs, (BoundField Field, bool Falls)[] order, bool grouped)
    {
        var items = runs.Select(run => new Item(run, Array.ConvertAll(order, key => key.Field.Read(run)), grouped ? 0 : Place(run))).ToArray();
        Array.Sort(items, (left, right) => Compare(left, right, order));
        return Array.ConvertAll(items, item => item.Run);
    }

    public static int Compare(FieldValue left, FieldValue right, bool falls)
    {
        if (left.IsNull || right.IsNull) return left.IsNull.CompareTo(right.IsNull);
        return falls ? right.CompareTo(left) : left.CompareTo(right);
    }

    private static int Compare(Item left, Item right, (BoundField Field, bool Falls)[] order)
    {
        if (left.Place != right.Place) return left.Place.CompareTo(right.Place);
        for (var i = 0; i < order.Length; i++)
        {
            if (Compare(left.Keys[i], right.Keys[i], order[i].Falls) is not 0 and var difference) return difference;
        }

        return right.Run.Row.Id.CompareTo(left.Run.Row.Id);
    }

    private static int Place(RunRecord run) => run.Meta.Baseline ? 0 : run.Meta.Pinned ? 1 : 2;

    private readonly record struct Item(RunRecord Run, FieldValue[] Keys, int Place);
}
