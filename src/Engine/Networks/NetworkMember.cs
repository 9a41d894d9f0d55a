using Contracts;
using Engine.Networks.Layers;
using Engine.Numerics;
using Engine.Options;

namespace Engine.Networks;

/// <summary>One kind of network that a spec may name.</summary>
/// <param name="Name">Kebab case.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Citation">Source.</param>
/// <param name="OptionsType">Its options record.</param>
/// <param name="Plan">From options of that type, image shape, number of classes and style to a plan. Allocates no tensor.</param>
internal sealed record NetworkMember(
    string Name, string Title, string Summary, string Citation, Type OptionsType, Func<object, ImageShape, int, NetworkStyle, NetworkPlan> Plan)
{
    /// <summary>A member whose body is built from one options record.</summary>
    public static NetworkMember Of<TOptions>(
        string name, string title, string summary, string citation, Func<TOptions, LayerPlan, IReadOnlyList<ILayer>> body)
        where TOptions : notnull =>
        new(name, title, summary, citation, typeof(TOptions),
            (options, shape, classes, style) => NetworkPlan.Of(shape, classes, style, layers => body((TOptions)options, layers)));

    /// <summary>Most parameters of a network: a gibibyte of weights, and as much again for gradients and momentum each.</summary>
    private const long MostParameters = 1L << 28;

    /// <summary>Why a network of these options cannot see images of this shape; empty when it can. Allocates no tensor.</summary>
    public IReadOnlyList<string> Faults(object options, ImageShape shape)
    {
        var plan = Plan(options, shape, 2, NetworkStyle.Plain);
        return plan.Layers.Faults.Count > 0 || plan.ParameterCount <= MostParameters
            ? plan.Layers.Faults
            : [$"It would have {plan.ParameterCount / 1_000_000:N0} million parameters; at most {MostParameters / 1_000_000:N0} million are built. Lower the width or the depth."];
    }

    /// <summary>The plan of a spec without faults.</summary>
    public NetworkPlan From(ComponentSpec spec, ImageShape shape, int classes, NetworkStyle? style = null) =>
        Plan(OptionFields.Bind(OptionsType, spec), shape, classes, style ?? NetworkStyle.Plain);
}
