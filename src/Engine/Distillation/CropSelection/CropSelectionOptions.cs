using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Engine.Distillation.CropSelection;

/// <summary>Options of <see cref="CropSelection"/>. Candidates and crops are RDED's; the teacher is shorter, for a CPU.</summary>
public sealed record CropSelectionOptions
{
    /// <summary>Images per class. Default: 10.</summary>
    [Range(1, 1000), Description("Synthetic images per class.")]
    public int ImagesPerClass { get; init; } = 10;

    /// <summary>Epochs of the teacher, the training network, on the real set. Default: 5 (RDED takes a teacher trained to its end).</summary>
    [Range(1, 1000), Description("Epochs for which the teacher is trained on the real set: nearly all of the time that the method takes.")]
    public int TeacherEpochs { get; init; } = 5;

    /// <summary>Real images per class from which crops are taken. Default: 300.</summary>
    [Range(1, 100_000), Description("Real images per class from which crops are taken.")]
    public int Candidates { get; init; } = 300;

    /// <summary>Random crops of each candidate, of which the best is kept. Default: 5.</summary>
    [Range(1, 100), Description("Random crops of each candidate image, of which the best is kept.")]
    public int Crops { get; init; } = 5;

    /// <summary>Smallest share of a side that a crop takes; 1 takes whole images. Default: 0.6 (ours).</summary>
    [Range(0.1, 1.0), Description("Smallest share of a side that a crop takes; 1 selects among whole images.")]
    public double SmallestCrop { get; init; } = 0.6;

    /// <summary>Tiles per side of each stored image; 1 for none. Default: 1 (RDED's for images of 32 pixels; 2 for large ones).</summary>
    [Range(1, 4), Description("Tiles per side of each stored image: 2 packs four crops into one image.")]
    public int Tiles { get; init; } = 1;

    /// <summary>Whether the images carry the teacher's answers as labels. Default: true.</summary>
    [Description("Whether each image carries the teacher's answer as its label, instead of the class alone.")]
    public bool SoftLabels { get; init; } = true;

    /// <summary>By which the teacher's logits are divided before they become labels. Default: 4.</summary>
    [Range(0.1, 100.0), Description("Temperature of the soft labels: the teacher's logits are divided by it; higher is softer.")]
    public double Temperature { get; init; } = 4;
}
