using Engine.Networks.Layers;

namespace Engine.Networks.Blocks;

/// <summary>Finds the pairs of convolutions in a chain that can stand for a residual block, and makes units of them.</summary>
/// <remarks>
/// Rule: the first convolution is the stem and never dropped. Within one resolution, neighbours are paired from the end; what is left over
/// pairs with a neighbour across a single pooling. It gives the published placement for AlexNet (2 units, the first with the pooling inside)
/// and VGG-11 (3), and serves any network that lists its layers.
/// </remarks>
internal static class ChainUnits
{
    /// <summary>The layers with every pair replaced by a unit.</summary>
    public static IReadOnlyList<ILayer> Grouped(LayerPlan plan, IReadOnlyList<ILayer> layers)
    {
        var grouped = new List<ILayer>();
        var next = 0;
        foreach (var (start, end) in Pairs(layers))
        {
            grouped.AddRange(layers.Skip(next).Take(start - next));
            var body = layers.Skip(start).Take(end - start).ToList();
            grouped.Add(new ChainUnit(plan.NextUnit(), body, plan.Style.DropPath ? plan.ForTraining(() => VirtualShortcut(plan, body)) : null));
            next = end;
        }

        grouped.AddRange(layers.Skip(next));
        return grouped;
    }

    /// <summary>V: the pooling of the body if it has one, then, where the channels change, a 1×1 convolution with bias and the body's norm.</summary>
    private static List<ILayer> VirtualShortcut(LayerPlan plan, List<ILayer> body)
    {
        var (first, last) = (body.OfType<Convolution>().First(), body.OfType<Convolution>().Last());
        var shortcut = new List<ILayer>();
        plan.Return(first.From);
        if (body.OfType<Pooling>().SingleOrDefault() is { } pooling) shortcut.Add(pooling.Again(plan));
        if (first.From.Channels == last.To.Channels) return shortcut;
        shortcut.Add(new Convolution(plan, last.To.Channels, 1, padding: 0));
        if (body.OfType<Normalization>().FirstOrDefault() is { } norm) shortcut.Add(norm.Again(plan));
        return shortcut;
    }

    /// <summary>Start and end (exclusive) of every pair, in order.</summary>
    private static IEnumerable<(int Start, int End)> Pairs(IReadOnlyList<ILayer> layers)
    {
        var convolutions = layers.Index().Where(entry => entry.Item is Convolution).Select(entry => entry.Index).ToList();
        var paired = new HashSet<int>();
        var pairs = new List<(int Start, int End)>();
        foreach (var poolings in (int[])[0, 1])
        {
            for (var i = convolutions.Count - 2; i >= 1; i--)
            {
                var (first, second) = (convolutions[i], convolutions[i + 1]);
                if (paired.Contains(first) || paired.Contains(second) || !IsUnit(layers, first, second, poolings)) continue;
                paired.UnionWith([first, second]);
                pairs.Add((first, EndOf(layers, second)));
            }
        }

        return pairs.OrderBy(pair => pair.Start);
    }

    private static bool IsUnit(IReadOnlyList<ILayer> layers, int first, int second, int poolings)
    {
        var between = layers.Skip(first + 1).Take(second - first - 1).ToList();
        var (from, entry, to) = (((Convolution)layers[first]).From, (Convolution)layers[second], ((Convolution)layers[second]).To);
        return between.All(layer => layer is Normalization or Activation or Pooling)
            && between.OfType<Pooling>().Count() == poolings
            && SameSides(((Convolution)layers[first]).To, from)
            && SameSides(entry.From, to);
    }

    private static bool SameSides(Numerics.ImageShape one, Numerics.ImageShape other) => (one.Height, one.Width) == (other.Height, other.Width);

    private static int EndOf(IReadOnlyList<ILayer> layers, int convolution)
    {
        var end = convolution + 1;
        while (end < layers.Count && layers[end] is Normalization or Activation) end++;
        return end;
    }
}
