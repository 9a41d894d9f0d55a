using Contracts;
using Engine.Data.Sources;
using Engine.Runs;

namespace Engine.Data;

/// <summary>The real sets that a spec may name: known ones, made ones, and whatever lies in the data folders.</summary>
public static class DataSets
{
    /// <summary>The built-in sources, for the catalog.</summary>
    public static IReadOnlyList<ComponentDescriptor> Describe() =>
    [
        new(DemoSet.Name, "Fashion-MNIST mini", "5,000 + 1,000 images of Fashion-MNIST that come with the engine.", BuiltInSets.FashionMnist.Citation, []),
        .. BuiltInSets.All.Select(set => new ComponentDescriptor(set.Name, set.Title, set.Summary, set.Citation, [])),
        new(Shapes.Name, "Coloured shapes", "Ten kinds of shapes made from the seed, of any size, for trials and tests.", "", []),
    ];

    /// <summary>Loads the set of a spec.</summary>
    /// <exception cref="DataException">It is nowhere, or what was found is faulty; every place tried is told.</exception>
    internal static RawImages Load(DataSpec spec, EngineSettings settings, Seeds seeds) => spec.Name switch
    {
        DemoSet.Name => DemoSet.Load(),
        Shapes.Name => Shapes.Load(spec, seeds),
        _ => throw new DataException($"There is no data set '{spec.Name}'."),
    };
}
