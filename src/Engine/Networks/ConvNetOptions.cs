using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Networks;

/// <summary>Options of <see cref="ConvNet"/>.</summary>
internal sealed record ConvNetOptions
{
    /// <summary>Channels of every block. Default: 128.</summary>
    [Range(1, 1024), Description("Channels of every block.")]
    public int Width { get; init; } = 128;

    /// <summary>Blocks. Default: 3; 64-pixel images usually take 4.</summary>
    [Range(1, 6), Description("Number of blocks; each pooling halves the image.")]
    public int Depth { get; init; } = 3;

    /// <summary>Normalisation. Default: instance.</summary>
    [AllowedValues("instance", "batch", "layer", "group", "none"), Description("Normalisation after each convolution.")]
    public string Norm { get; init; } = "instance";

    /// <summary>Pooling. Default: average.</summary>
    [AllowedValues("average", "max", "none"), Description("2×2 pooling at the end of each block.")]
    public string Pooling { get; init; } = "average";

    /// <summary>Activation. Default: relu.</summary>
    [AllowedValues("relu", "sigmoid", "leaky-relu", "swish"), Description("Non-linearity of each block.")]
    public string Activation { get; init; } = "relu";

    /// <summary>Whether widths double from block to block, as in FRePo's network. Default: false.</summary>
    [Description("Whether each block has twice the channels of the one before.")]
    public bool Doubling { get; init; }
}
