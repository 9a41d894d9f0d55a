using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Networks;

/// <summary>Options of <see cref="AlexNet"/>.</summary>
internal sealed record AlexNetOptions
{
    /// <summary>Normalisation. Default: none.</summary>
    [AllowedValues("none", "batch", "instance", "group"), Description("Normalisation after each convolution.")]
    public string Norm { get; init; } = "none";

    /// <summary>Channels of the first convolution; the others keep their ratio to it. Default: 128.</summary>
    [Range(2, 512), Description("Channels of the first convolution; the others keep their ratio to it.")]
    public int Width { get; init; } = 128;
}
