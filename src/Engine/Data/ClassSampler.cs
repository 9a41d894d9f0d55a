using static TorchSharp.torch;

namespace Engine.Data;

/// <summary>Draws batches of real images class by class.</summary>
/// <param name="images">Where to draw from.</param>
/// <param name="byClass">Indices of the images of each class.</param>
internal sealed class ClassSampler(LabelledImages images, IReadOnlyList<long[]> byClass)
{
    /// <summary>
    /// Images of one class, n × C × H × W. All distinct while the class has so many; beyond that each is taken equally often, give or take
    /// one.
    /// </summary>
    /// <param name="c">The class.</param>
    /// <param name="n">How many. At least 1.</param>
    /// <param name="generator">A CPU generator: every device sees the same draw.</param>
    public Tensor OfClass(int c, int n, Generator generator) => Select(Draw(c, n, generator));

    /// <summary>So many images of every class, class after class, (classes · n) × C × H × W, in one gather.</summary>
    public Tensor OfEveryClass(int n, Generator generator)
    {
        var indices = new long[byClass.Count * n];
        for (var c = 0; c < byClass.Count; c++) Draw(c, n, generator).CopyTo(indices, c * n);
        return Select(indices);
    }

    /// <summary>Indices of so many images of one class.</summary>
    public long[] Draw(int c, int n, Generator generator)
    {
        var members = byClass[c];
        var drawn = new long[n];
        for (var start = 0; start < n; start += members.Length)
        {
            using var permutation = randperm(members.Length, generator: generator);
            var order = permutation.data<long>();
            var count = Math.Min(members.Length, n - start);
            for (var i = 0; i < count; i++) drawn[start + i] = members[order[i]];
        }

        return drawn;
    }

    private Tensor Select(long[] indices)
    {
        using var index = tensor(indices, device: images.Images.device);
        return images.Images.index_select(0, index);
    }
}
