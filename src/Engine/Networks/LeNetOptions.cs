using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Networks;

/// <summary>Options of <see cref="LeNet"/>.</summary>
internal sealed record LeNetOptions
{
    /// <summary>Units of the first linear layer. Default: 120.</summary>
    [Range(1, 4096), Description("Units of the first linear layer.")]
    public int Hidden { get; init; } = 120;

    /// <summary>Length of an embedding. Default: 84.</summary>
    [Range(1, 4096), Description("Units of the second linear layer.")]
    public int Features { get; init; } = 84;
}
