using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Distillation.RandomSelection;

/// <summary>Options of <see cref="RandomSelection"/>.</summary>
public sealed record RandomSelectionOptions
{
    /// <summary>Images per class. Default: 10.</summary>
    [Range(1, 1000), Description("Real images taken per class.")]
    public int ImagesPerClass { get; init; } = 10;
}
