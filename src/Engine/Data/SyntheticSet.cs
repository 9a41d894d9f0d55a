using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Data;

/// <summary>
/// The few learned (or selected) images with their labels, and what is needed to use them: class names and preprocessing.
/// </summary>
internal sealed class SyntheticSet : IDisposable
{
    /// <summary>A set from its parts; it owns both tensors.</summary>
    /// <param name="images">Float32, [N, C, H, W], in the space of <paramref name="preprocessing"/>, not clamped.</param>
    /// <param name="labels">Int64, [N], class-major.</param>
    /// <param name="classes">Class names in label order.</param>
    /// <param name="preprocessing">What test images must go through before they meet a network trained on this set.</param>
    /// <param name="softLabels">Float32, [N, classes], learned label vectors as they were stored; null for hard labels.</param>
    public SyntheticSet(
        Tensor images, Tensor labels, IReadOnlyList<string> classes, Preprocessing preprocessing, Tensor? softLabels = null)
    {
        SoftLabels = softLabels?.DetachFromDisposeScope();
        Images = images.DetachFromDisposeScope();
        Labels = labels.DetachFromDisposeScope();
        Classes = classes;
        Preprocessing = preprocessing;
    }

    /// <summary>Float32, [N, C, H, W], class-major.</summary>
    public Tensor Images { get; }

    /// <summary>Int64, [N].</summary>
    public Tensor Labels { get; }

    /// <summary>
    /// Float32, [N, classes]: learned label vectors as they were stored, of which softmax(y/τ) is trained on; null for hard labels.
    /// </summary>
    public Tensor? SoftLabels { get; }

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>What test images must go through first.</summary>
    public Preprocessing Preprocessing { get; }

    /// <summary>Number of images.</summary>
    public int Count => (int)Images.shape[0];

    /// <summary>Images per class.</summary>
    public int ImagesPerClass => Count / Classes.Count;

    /// <summary>Images of each class.</summary>
    public IReadOnlyList<int> ImagesOfClass
    {
        get
        {
            using var counts = bincount(Labels, minlength: Classes.Count).cpu();
            return [.. counts.data<long>().Select(count => (int)count)];
        }
    }

    /// <summary>Shape of one image.</summary>
    public ImageShape Shape => new((int)Images.shape[1], (int)Images.shape[2], (int)Images.shape[3]);

    /// <summary>A set of real images, drawn without repeats per class.</summary>
    public static SyntheticSet FromReal(ImageDataset real, int imagesPerClass, Generator random)
    {
        using var scope = NewDisposeScope();
        return new SyntheticSet(
            real.Sampler.OfEveryClass(imagesPerClass, random), LabelsFor(real, imagesPerClass), real.Classes, real.Preprocessing);
    }

    /// <summary>A set of real images with so many of each class, drawn without repeats per class.</summary>
    public static SyntheticSet FromReal(ImageDataset real, IReadOnlyList<int> imagesOfClass, Generator random)
    {
        using var scope = NewDisposeScope();
        var images = cat([.. imagesOfClass.Select((count, c) => real.Sampler.OfClass(c, count, random))]);
        var labels = imagesOfClass.SelectMany((count, c) => Enumerable.Repeat((long)c, count)).ToArray();
        return new SyntheticSet(images, tensor(labels, device: images.device), real.Classes, real.Preprocessing);
    }

    /// <summary>A set of standard normal noise, the mean and deviation of standardised images.</summary>
    public static SyntheticSet FromNoise(ImageDataset real, int imagesPerClass, Generator random)
    {
        using var scope = NewDisposeScope();
        var count = (long)imagesPerClass * real.Classes.Count;
        var images = randn(count, real.Shape.Channels, real.Shape.Height, real.Shape.Width, generator: random).to(real.Train.Images.device);
        return new SyntheticSet(images, LabelsFor(real, imagesPerClass), real.Classes, real.Preprocessing);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
        SoftLabels?.Dispose();
    }

    private static Tensor LabelsFor(ImageDataset real, int imagesPerClass) =>
        arange(real.Classes.Count, dtype: ScalarType.Int64, device: real.Train.Images.device).repeat_interleave(imagesPerClass);
}
