using Contracts;
using Engine.Data.Sources;
using static TorchSharp.torch;

namespace Engine.Data;

/// <summary>Whether an imported set can be judged by a real set: shapes, counts, classes, and the conventions that it tells.</summary>
internal static class SetPartsCheck
{
    // Sets of one data set fitted on another machine differ by 1e-4 or less; those of another data set by tens of percent.
    private const double LargestDifference = 0.02;

    /// <summary>Throws with all faults of a set, if it has any.</summary>
    public static void Throw(SetParts parts, ImageDataset real)
    {
        List<Sentence> faults = [.. ImageFaults(parts, real), .. LabelFaults(parts, real), .. SpaceFaults(parts, real)];
        if (faults.Count > 0) throw new DataException(faults);
    }

    /// <summary>Faults of the images alone.</summary>
    public static IEnumerable<Sentence> ImageFaults(SetParts parts, ImageDataset real)
    {
        if (parts.Count == 0) yield return $"'{parts.Label}' has no images.";
        if (parts.Shape != real.Shape)
            yield return $"The images of '{parts.Label}' are {parts.Shape}, those of '{real.Name}' {real.Shape}: "
                + $"choose the real set that the set was made from, and its image size.";
        var strange = parts.Values?.Count(value => !float.IsFinite(value)) ?? 0;
        if (strange > 0) yield return $"{strange} values of the images of '{parts.Label}' are no numbers.";
    }

    private static IEnumerable<Sentence> LabelFaults(SetParts parts, ImageDataset real)
    {
        var labels = parts.Labels;
        if (labels.Classes.Length != parts.Count)
            yield return $"'{parts.Label}' has {parts.Count} images but {labels.Classes.Length} labels.";
        var present = labels.Classes.ToHashSet();
        var absent = real.Classes.Where((_, c) => !present.Contains(c)).ToList();
        if (absent.Count > 0)
            yield return labels.Vectors is null
                ? (Sentence)$"'{parts.Label}' has no image of {Listed(absent)}; every class of '{real.Name}' needs one."
                : $"No label vector of '{parts.Label}' is largest at {Listed(absent)}; every class of '{real.Name}' needs an image.";
        if (parts.Classes is { } classes && !classes.SequenceEqual(real.Classes))
            yield return $"The classes of '{parts.Label}' are {Listed(classes)}; those of '{real.Name}' are {Listed(real.Classes)}: "
                + $"choose the real set that the set was made from.";
    }

    private static IEnumerable<Sentence> SpaceFaults(SetParts parts, ImageDataset real)
    {
        var declared = real.Preprocessing;
        if (parts.Space is not { } space) yield break;
        if (!Preprocessing.Names.Contains(space.Name))
        {
            yield return $"'{parts.Label}' says that it was preprocessed by '{EntryNames.Shown(space.Name)}'; "
                + $"known are {string.Join(", ", Preprocessing.Names)}.";
            yield break;
        }

        if (space.Name != declared.Name)
        {
            yield return $"'{parts.Label}' was made with the preprocessing {space.Name}, but data.preprocessing is {declared.Name}: "
                + $"set it to {space.Name}.";
            yield break;
        }

        // The inverse follows from the matrix.
        foreach (var (name, array) in declared.Stored.Where(stored => stored.Key != "zcaInverse"))
        {
            if (!space.Arrays.TryGetValue(name, out var stored) || !stored.IsReal || stored.Count != array.numel())
                yield return $"'{parts.Label}' lacks the array '{name}' of its preprocessing, or has it in another size.";
            else if (Difference(stored.ToFloats(), array) is var difference && !(difference <= LargestDifference))
                yield return
                    $"'{parts.Label}' was preprocessed with other statistics than '{real.Name}': "
                    + $"'{name}' differs by {100 * difference:0.#} %. Choose the real set that the set was made from.";
        }
    }

    private static double Difference(float[] stored, Tensor array)
    {
        using var copy = array.cpu().contiguous();
        var declared = copy.data<float>().ToArray();
        double apart = 0, size = 0;
        for (var i = 0; i < stored.Length; i++)
        {
            apart += Math.Pow(stored[i] - declared[i], 2);
            size += Math.Pow(declared[i], 2);
        }

        // A mean of 0 has no size to compare with; it is pixels in [0, 1] that are meant.
        return Math.Sqrt(apart / Math.Max(size, stored.Length * 1e-4));
    }

    private static string Listed(IEnumerable<string> names) =>
        string.Join(", ", names.Take(100).Select(name => $"'{EntryNames.Shown(name)}'"));
}
