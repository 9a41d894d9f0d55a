using Engine.Networks.Blocks;
using Engine.Networks.Layers;
using Engine.Numerics;

namespace Engine.Networks;

/// <summary>A network before it has values: its layers, parameter shapes, cost and faults.</summary>
/// <param name="Layers">What the layers declared.</param>
/// <param name="Body">From images to features.</param>
/// <param name="Classifier">From flattened features to logits.</param>
/// <param name="Shape">Images that it takes.</param>
/// <param name="Classes">Logits per image.</param>
/// <param name="Features">Length of an embedding.</param>
internal sealed record NetworkPlan(LayerPlan Layers, ILayer Body, ILayer Classifier, ImageShape Shape, int Classes, int Features)
{
    /// <summary>Plans a network: a body, then one linear layer.</summary>
    /// <remarks>
    /// Virtual shortcuts are declared last, so that a network has the same parameters, from the same random numbers, with and without them.
    /// </remarks>
    public static NetworkPlan Of(ImageShape shape, int classes, NetworkStyle style, Func<LayerPlan, IReadOnlyList<ILayer>> body)
    {
        var plan = new LayerPlan(shape, style);
        var layers = body(plan);
        var features = plan.Shape.Size;
        var classifier = new Dense(plan, classes);
        return new NetworkPlan(plan, new Sequence(ChainUnits.Grouped(plan, layers)), classifier, shape, classes, features);
    }

    /// <summary>Learned values in all.</summary>
    public long ParameterCount => Layers.Parameters.Sum(parameter => parameter.Count);
}
