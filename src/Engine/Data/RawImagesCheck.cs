using Contracts;

namespace Engine.Data;

/// <summary>What every set must have, whatever reader made it.</summary>
internal static class RawImagesCheck
{
    /// <summary>Throws with all faults of a set, if it has any.</summary>
    public static void Throw(RawImages raw)
    {
        List<Sentence> faults = [];
        if (raw.Shape.Size <= 0) faults.Add($"The set '{raw.Name}' has images of {raw.Shape}.");
        if (raw.Shape.Channels is not (1 or 3))
        {
            faults.Add($"The set '{raw.Name}' has {raw.Shape.Channels} channels; 1 (grey) or 3 (colour) can be used.");
        }

        if (raw.Classes.Count < 2) faults.Add($"The set '{raw.Name}' has {raw.Classes.Count} classes; at least 2 are needed.");
        AddSplitFaults(faults, raw, "train", raw.TrainPixels, raw.TrainLabels);
        AddSplitFaults(faults, raw, "test", raw.TestPixels, raw.TestLabels);
        if (faults.Count > 0) throw new DataException(faults);
    }

    private static void AddSplitFaults(List<Sentence> faults, RawImages raw, string split, byte[] pixels, int[] labels)
    {
        if (labels.Length == 0) faults.Add($"The set '{raw.Name}' has no {split} images.");
        if (pixels.Length != (long)labels.Length * raw.Shape.Size)
            faults.Add($"The {split} images of '{raw.Name}' have {pixels.Length} values; "
                + $"{labels.Length} labels need {(long)labels.Length * raw.Shape.Size}.");
        var counts = new int[raw.Classes.Count];
        var outside = 0;
        foreach (var label in labels)
        {
            if ((uint)label < (uint)counts.Length) counts[label]++;
            else outside++;
        }

        if (outside > 0) faults.Add($"{outside} {split} labels of '{raw.Name}' lie outside 0 to {counts.Length - 1}.");
        if (split == "train" && labels.Length > 0)
            faults.AddRange(
                raw.Classes.Where((_, c) => counts[c] == 0).Select(Sentence (name) => $"Class '{name}' of '{raw.Name}' has no train images."));
    }
}
