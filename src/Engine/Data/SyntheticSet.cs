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
        StoredPerClass = ImagesPerClass;
    }

    /// <summary>Float32, [N, C, H, W], class-major.</summary>
    public Tensor Images { get; }

    /// <summary>Int64, [N].</summary>
    public Tensor Labels { get; }

    /// <summary>
    /// Float32, [N, classes]: learned label vectors as they were stored, of which softmax(y/τ) is trained on; null for hard labels.
    /// </summary>
    public Tensor? SoftLabels { get; }

    /// <summary>What the reference protocol minimises with <see cref="SoftLabels"/>. Default: cross-entropy with softmax(y).</summary>
    public LabelLoss LabelLoss { get; init; }

    /// <summary>Float32, one positive number: a learning rate that was learned with the images; null for none. Owned by the set.</summary>
    public Tensor? LearningRate { get; init; }

    /// <summary>
    /// Tiles per side of each stored image. 1: an image is an image. f: it holds f² small ones, which <see cref="Formed"/> makes full.
    /// </summary>
    public int Tiles { get; init; } = 1;

    /// <summary>Images that are stored for each class: fewer than <see cref="ImagesPerClass"/> where they were made of tiles.</summary>
    public int StoredPerClass { get; private init; }

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

    /// <summary>Images of a class.</summary>
    public Tensor OfClass(int c) => Images.detach().index_select(0, Labels.eq(Number.Of(c)).nonzero().squeeze(1));

    /// <summary>A set of real images, drawn without repeats per class; as tiles, f² of them share the place of one.</summary>
    public static SyntheticSet FromReal(ImageDataset real, int imagesPerClass, Generator random, int tiles = 1)
    {
        using var scope = NewDisposeScope();
        var drawn = real.Sampler.OfEveryClass(imagesPerClass * tiles * tiles, random);
        return new SyntheticSet(Formation.Encode(drawn, tiles), LabelsFor(real, imagesPerClass), real.Classes, real.Preprocessing) { Tiles = tiles };
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
    public static SyntheticSet FromNoise(ImageDataset real, int imagesPerClass, Generator random, int tiles = 1)
    {
        using var scope = NewDisposeScope();
        var count = (long)imagesPerClass * real.Classes.Count;
        var images = randn(count, real.Shape.Channels, real.Shape.Height, real.Shape.Width, generator: random).to(real.Train.Images.device);
        return new SyntheticSet(images, LabelsFor(real, imagesPerClass), real.Classes, real.Preprocessing) { Tiles = tiles };
    }

    /// <summary>A set of chosen real images, so many of each class.</summary>
    /// <param name="real">The real set.</param>
    /// <param name="indices">Indices into its train images, class by class.</param>
    public static SyntheticSet FromChosen(ImageDataset real, IReadOnlyList<long> indices)
    {
        using var scope = NewDisposeScope();
        var index = tensor(indices.ToArray(), device: real.Train.Images.device);
        return new SyntheticSet(real.Train.Images.index_select(0, index), real.Train.Labels.index_select(0, index), real.Classes, real.Preprocessing);
    }

    /// <summary>The set that networks are trained on, of its own tensors: every tile a full image, class by class. The caller owns it.</summary>
    public SyntheticSet Formed()
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        var copies = Tiles * Tiles;
        return new SyntheticSet(
            Formation.Decode(Images.detach(), Tiles).clone(), Labels.repeat_interleave(copies), Classes, Preprocessing,
            SoftLabels?.detach().repeat_interleave(copies, 0))
        {
            LabelLoss = LabelLoss,
            LearningRate = LearningRate?.detach().clone().DetachFromDisposeScope(),
            StoredPerClass = StoredPerClass,
        };
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
        SoftLabels?.Dispose();
        LearningRate?.Dispose();
    }

    private static Tensor LabelsFor(ImageDataset real, int imagesPerClass) =>
        arange(Number.Of(0), Number.Of(real.Classes.Count), Number.One, ScalarType.Int64, real.Train.Images.device)
            .repeat_interleave(imagesPerClass);
}
