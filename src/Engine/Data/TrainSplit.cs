using Contracts;
using Engine.Runs;

namespace Engine.Data;

/// <summary>Which train images are trained on and which are locked away for selection.</summary>
/// <param name="Train">Indices into the raw train set, ascending.</param>
/// <param name="Validation">Indices into the raw train set, ascending; none of them in <paramref name="Train"/>.</param>
internal sealed record TrainSplit(int[] Train, int[] Validation)
{
    /// <summary>
    /// Draws both per class. A limit per class shortens the train side only to that number; the validation side is its share of what is
    /// used.
    /// </summary>
    /// <exception cref="DataException">A class would have no train image left; each such class is told.</exception>
    public static TrainSplit Draw(int[] labels, IReadOnlyList<string> classes, DataSpec spec, Seeds seeds)
    {
        var members = classes.Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < labels.Length; i++) members[labels[i]].Add(i);
        List<int> train = [], validation = [];
        List<Sentence> faults = [];
        for (var c = 0; c < members.Length; c++)
        {
            var all = members[c].ToArray();
            var used = spec.TrainPerClass > 0 ? Math.Min(spec.TrainPerClass, all.Length) : all.Length;
            var held = Math.Min((int)Math.Round(spec.ValidationFraction * used), all.Length);
            seeds.Random("validation", c).Shuffle(all);
            var rest = all[held..];
            seeds.Random("train", c).Shuffle(rest);
            var kept = spec.TrainPerClass > 0 ? rest[..Math.Min(spec.TrainPerClass, rest.Length)] : rest;
            if (kept.Length == 0) faults.Add($"Class '{classes[c]}' has no train image left beside {held} for validation.");
            train.AddRange(kept);
            validation.AddRange(all[..held]);
        }

        if (faults.Count > 0) throw new DataException(faults);
        train.Sort();
        validation.Sort();
        return new TrainSplit([.. train], [.. validation]);
    }
}
