using Contracts;
using Engine.Options;

namespace Engine.Distillation;

/// <summary>One distillation method of the catalog.</summary>
/// <param name="Name">Kebab case.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Citation">Source; empty for our own.</param>
/// <param name="OptionsType">Its options record.</param>
/// <param name="Create">Makes the method from an options record.</param>
/// <param name="Contradictions">Options of a record that contradict one another, each at the name of the option that should change.</param>
internal sealed record MethodMember(
    string Name, string Title, string Summary, string Citation, Type OptionsType, Func<object, IDistiller> Create,
    Func<object, IEnumerable<SpecFault>> Contradictions)
{
    /// <summary>A member of the family.</summary>
    public static MethodMember Of<TOptions>(
        string name, string title, string summary, string citation, Func<TOptions, IDistiller> create,
        Func<TOptions, IEnumerable<SpecFault>>? contradictions = null)
        where TOptions : notnull =>
        new(name, title, summary, citation, typeof(TOptions), options => create((TOptions)options),
            options => contradictions?.Invoke((TOptions)options) ?? []);

    /// <summary>The method with the options of a spec that has no faults.</summary>
    public IDistiller From(ComponentSpec spec) => Create(OptionFields.Bind(OptionsType, spec));

    /// <summary>Contradictions within the options of a spec, each of which is without fault.</summary>
    public IEnumerable<SpecFault> Faults(ComponentSpec spec, string path) =>
        Contradictions(OptionFields.Bind(OptionsType, spec)).Select(fault => fault with { Path = $"{path}.options.{fault.Path}" });
}
