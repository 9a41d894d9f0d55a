using Engine.Runs;

namespace Engine.Data.Sources;

/// <summary>A test split for sets that bring none: a fifth of each class, drawn with the seed.</summary>
internal static class TestSplit
{
    private const double Fraction = 0.2;

    /// <summary>The set with that split, and a note that tells so.</summary>
    public static RawImages TakenFromTrain(RawImages raw, Seeds seeds)
    {
        var members = raw.Classes.Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < raw.TrainLabels.Length; i++)
        {
            if ((uint)raw.TrainLabels[i] < (uint)members.Length) members[raw.TrainLabels[i]].Add(i);
        }

        List<int> train = [], test = [];
        for (var c = 0; c < members.Length; c++)
        {
            var all = members[c].ToArray();
            if (all.Length == 1)
            {
                throw new DataException($"Class '{raw.Classes[c]}' has one image only; with no test split at least two are needed.");
            }

            seeds.Random("test", c).Shuffle(all);
            var taken = Math.Max(1, (int)Math.Round(Fraction * all.Length));
            test.AddRange(all.Take(taken));
            train.AddRange(all.Skip(taken));
        }

        train.Sort();
        test.Sort();
        return raw with
        {
            TrainPixels = Gathered(raw, train),
            TrainLabels = [.. train.Select(i => raw.TrainLabels[i])],
            TestPixels = Gathered(raw, test),
            TestLabels = [.. test.Select(i => raw.TrainLabels[i])],
            Notes = [.. raw.Notes,
                "No test split: 20 % of the train images of each class were taken for it, drawn with the seed of the run."],
        };
    }

    private static byte[] Gathered(RawImages raw, List<int> indices)
    {
        var size = raw.Shape.Size;
        var pixels = new byte[(long)indices.Count * size];
        for (var i = 0; i < indices.Count; i++) raw.TrainPixels.AsSpan(indices[i] * size, size).CopyTo(pixels.AsSpan(i * size));
        return pixels;
    }
}
