using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Networks;

/// <summary>Options of <see cref="Mlp"/>.</summary>
internal sealed record MlpOptions
{
    /// <summary>Units of each hidden layer. Default: 128.</summary>
    [Range(1, 4096), Description("Units of each hidden layer.")]
    public int Width { get; init; } = 128;
}
