using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Networks;

/// <summary>Options of <see cref="ResNet"/>.</summary>
internal sealed record ResNetOptions
{
    /// <summary>Channels of the first stage; each later stage has twice as many. Default: 64.</summary>
    [Range(1, 256), Description("Channels of the first stage; each later stage has twice as many.")]
    public int Width { get; init; } = 64;

    /// <summary>Normalisation. Default: batch.</summary>
    [AllowedValues("batch", "instance", "group")]
    [Description("Normalisation after each convolution; group norm takes 16 channels per group.")]
    public string Norm { get; init; } = "batch";

    /// <summary>Whether convolutions have a bias, as in the architecture-overfitting paper's networks. Default: false.</summary>
    [Description("Whether convolutions have a bias.")]
    public bool Bias { get; init; }

    /// <summary>Whether a shortcut that shrinks the image pools first instead of skipping pixels. Default: false.</summary>
    [Description("Whether a shortcut that shrinks the image takes the largest of each window instead of skipping pixels.")]
    public bool ImprovedShortcut { get; init; }
}
