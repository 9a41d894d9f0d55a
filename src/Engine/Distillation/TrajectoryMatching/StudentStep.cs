using Engine.Data;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>What was drawn for a step of a student: the walk there and the walk back see the same.</summary>
/// <param name="Batch">Indices of its images; null for all.</param>
/// <param name="Draw">Their augmentation.</param>
internal sealed record StudentStep(long[]? Batch, AugmentDraw Draw)
{
    /// <summary>Draws steps: mini-batches are the parts of a random order of the images, then of another, …</summary>
    /// <param name="steps">How many.</param>
    /// <param name="images">Images of the set.</param>
    /// <param name="batchSize">Images of a step; 0, or as many as there are, for all.</param>
    /// <param name="augmentation">What happens to each mini-batch.</param>
    /// <param name="random">Source of chance.</param>
    public static IReadOnlyList<StudentStep> Draws(int steps, int images, int batchSize, DiffAugment augmentation, Random random)
    {
        var drawn = new List<StudentStep>(steps);
        var parts = new Queue<long[]>();
        while (drawn.Count < steps)
        {
            var batch = batchSize > 0 && batchSize < images ? Next() : null;
            drawn.Add(new StudentStep(batch, augmentation.Draw(random, batch?.Length ?? images, siamese: false)));
        }

        return drawn;

        long[] Next()
        {
            if (parts.Count == 0)
            {
                var order = Enumerable.Range(0, images).Select(i => (long)i).ToArray();
                random.Shuffle(order);
                foreach (var part in order.Chunk(batchSize)) parts.Enqueue(part);
            }

            return parts.Dequeue();
        }
    }
}
