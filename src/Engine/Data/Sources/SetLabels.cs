using Contracts;

namespace Engine.Data.Sources;

/// <summary>Labels of a synthetic set: a class per image, and the label vectors where they were learned.</summary>
/// <param name="Classes">Class of each image.</param>
/// <param name="Vectors">Label vectors as stored, one after the other; null for hard labels.</param>
internal sealed record SetLabels(int[] Classes, float[]? Vectors)
{
    /// <summary>Labels of no image.</summary>
    public static readonly SetLabels None = new([], null);

    /// <summary>Reads class ids [N] or label vectors [N, K].</summary>
    /// <remarks>
    /// Learned vectors are kept raw: those of FRePo have rows that sum to 0 or to 1, and the class is the place of the largest entry.
    /// One-hot vectors say no more than class ids and are taken as such.
    /// </remarks>
    /// <exception cref="DataException">They are neither; all faults are told.</exception>
    public static SetLabels From(Npy array, int classes) => array switch
    {
        { IsWhole: true, Shape: [_] or [_, 1] } => FromIds(array, classes),
        { IsWhole: true, Shape: [_, _] } or { IsReal: true, Shape: [_, _] } => FromVectors(array, classes),
        { IsReal: true, Shape: [_] } => throw new DataException(
            $"'{array.Name}' has one real number per image; class ids are whole numbers, learned labels are vectors N×{classes}."),
        _ => throw new DataException(
            $"'{array.Name}' is {array.Sides} of type '{array.Descr}'; labels are N class ids, or label vectors N×{classes}."),
    };

    /// <summary>The same vectors with the classes that ids beside them tell.</summary>
    /// <exception cref="DataException">The ids are none, or not as many as the vectors.</exception>
    public SetLabels WithClasses(Npy ids, int classes)
    {
        var told = From(ids, classes).Classes;
        return told.Length == Classes.Length
            ? this with { Classes = told }
            : throw new DataException($"'{ids.Name}' has {told.Length} labels, but there are {Classes.Length} label vectors beside it.");
    }

    private static SetLabels FromIds(Npy array, int count)
    {
        var ids = array.ToWhole();
        var outside = ids.Select((id, i) => (Id: id, Place: i)).Where(label => label.Id < 0 || label.Id >= count).ToList();
        if (outside.Count == 0) return new SetLabels([.. ids.Select(id => (int)id)], null);
        var (id, place) = outside[0];
        throw ids.Min() == 1 && ids.Max() == count
            ? new DataException(
                $"{outside.Count} labels of '{array.Name}' lie outside 0 to {count - 1}, the first is {id} at place {place}. "
                + $"They count from 1: subtract 1.")
            : new DataException(
                $"{outside.Count} labels of '{array.Name}' lie outside 0 to {count - 1}, the first is {id} at place {place}.");
    }

    private static SetLabels FromVectors(Npy array, int count)
    {
        if (array.Shape[1] != count)
            throw new DataException($"'{array.Name}' has label vectors of {array.Shape[1]} entries; the real set has {count} classes.");
        var values = array.ToFloats();
        var rows = Enumerable.Range(0, array.Shape[0]).Select(i => new ArraySegment<float>(values, i * count, count)).ToList();
        List<Sentence> faults = [];
        if (Faulty(rows, row => row.Any(value => !float.IsFinite(value))) is [var strange, ..] all)
            faults.Add($"{all.Count} label vectors of '{array.Name}' have entries that are no numbers, the first at place {strange}.");
        if (Faulty(rows, row => row.All(value => value == row[0])) is [var level, ..] equal)
            faults.Add($"{equal.Count} label vectors of '{array.Name}' have equal entries: no class is largest, the first at place {level}.");
        if (faults.Count > 0) throw new DataException(faults);
        return new SetLabels([.. rows.Select(Largest)], rows.All(IsOneHot) ? null : values);
    }

    private static List<int> Faulty(List<ArraySegment<float>> rows, Func<ArraySegment<float>, bool> isFaulty) =>
        [.. rows.Index().Where(row => isFaulty(row.Item)).Select(row => row.Index)];

    private static int Largest(ArraySegment<float> row)
    {
        var largest = 0;
        for (var i = 1; i < row.Count; i++)
        {
            if (row[i] > row[largest]) largest = i;
        }

        return largest;
    }

    private static bool IsOneHot(ArraySegment<float> row) =>
        row.Count(value => value == 1) == 1 && row.Count(value => value == 0) == row.Count - 1;
}
