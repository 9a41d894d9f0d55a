using static TorchSharp.torch;

namespace Engine.Data;

/// <summary>Preprocessed images with their labels, whole on one device.</summary>
/// <param name="Images">float32, images × channels × height × width.</param>
/// <param name="Labels">int64, one per image.</param>
internal sealed record LabelledImages(Tensor Images, Tensor Labels) : IDisposable
{
    /// <summary>Number of images.</summary>
    public long Count => Labels.shape[0];

    /// <inheritdoc />
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}
