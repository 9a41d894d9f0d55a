using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contracts;

/// <summary>One thing a spec may name: enough to list it, cite it and draw a form for its options.</summary>
/// <param name="Name">Kebab case, unique in its family.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Citation">Source; empty for our own.</param>
/// <param name="Options">Its options, in order.</param>
public sealed record ComponentDescriptor(string Name, string Title, string Summary, string Citation, IReadOnlyList<OptionField> Options);

/// <summary>Kinds of option fields.</summary>
public enum OptionKind
{
    /// <summary>Whole number.</summary>
    Integer,

    /// <summary>Real number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>One of <see cref="OptionField.Choices"/>.</summary>
    Choice,

    /// <summary>Short text.</summary>
    Text,
}

/// <summary>One option: read from the options record, so that form, check, tuning range and docs cannot disagree.</summary>
/// <param name="Name">Camel case, as in a spec.</param>
/// <param name="Title">For people.</param>
/// <param name="Kind">What a value looks like.</param>
/// <param name="Default">Value when absent.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Minimum">Smallest allowed value of a number.</param>
/// <param name="Maximum">Largest allowed value of a number.</param>
/// <param name="Choices">Allowed values of a choice.</param>
public sealed record OptionField(
    string Name, string Title, OptionKind Kind, JsonElement Default, string Help, double? Minimum, double? Maximum, IReadOnlyList<string> Choices);

/// <summary>Everything a spec may name, and specs to start from.</summary>
/// <param name="Methods">Distillation methods.</param>
/// <param name="Networks">Training and test networks.</param>
/// <param name="DataSets">Built-in sources of real sets.</param>
/// <param name="Presets">Specs to start from; their notes tell purpose, expected time and accuracy.</param>
/// <param name="Recipes">Recipes of the mitigation lab; a field's default is the recipe's value.</param>
public sealed record CatalogDescription(
    IReadOnlyList<ComponentDescriptor> Methods, IReadOnlyList<ComponentDescriptor> Networks, IReadOnlyList<ComponentDescriptor> DataSets,
    IReadOnlyList<RunSpec> Presets, IReadOnlyList<ComponentDescriptor> Recipes)
{
    /// <summary>What papers ran, by data set; those without a name of a data set are rules of thumb for any other. Default: none.</summary>
    public IReadOnlyList<RunSpec> Published { get; init; } = [];
}

/// <summary>One fault of a spec.</summary>
/// <param name="Path">Where, as in JSON: "method.options.imagesPerClass"; empty for the spec as a whole.</param>
/// <param name="Text">What is wrong and what would be right, in a sentence.</param>
public sealed record SpecFault(string Path, [property: JsonIgnore] Sentence Text)
{
    [JsonConstructor]
    private SpecFault(string path, string message)
        : this(path, (Sentence)message)
    {
    }

    /// <summary>What is wrong and what would be right, in English.</summary>
    public string Message => Text.ToString();
}
