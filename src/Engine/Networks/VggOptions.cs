using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Networks;

/// <summary>Options of <see cref="Vgg"/>.</summary>
internal sealed record VggOptions
{
    /// <summary>Normalisation. Default: instance.</summary>
    [AllowedValues("instance", "batch", "group", "none"), Description("Normalisation after each convolution.")]
    public string Norm { get; init; } = "instance";

    /// <summary>Channels of the first convolution; the others keep their ratio to it. Default: 64.</summary>
    [Range(1, 256), Description("Channels of the first convolution; the others keep their ratio to it.")]
    public int Width { get; init; } = 64;
}
