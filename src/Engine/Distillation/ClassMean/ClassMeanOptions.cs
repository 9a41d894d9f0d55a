using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Distillation.ClassMean;

/// <summary>Options of <see cref="ClassMean"/>.</summary>
public sealed record ClassMeanOptions
{
    /// <summary>Images per class. Default: 1, the mean of the class.</summary>
    [Range(1, 1000), Description("Mean images per class, each of a part of its own of the class.")]
    public int ImagesPerClass { get; init; } = 1;
}
