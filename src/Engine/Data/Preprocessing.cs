using Contracts;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Data;

/// <summary>From pixels in [0, 1] to what networks see, and back: per channel, or per channel and then whitened.</summary>
/// <remarks>
/// "standardize" is (x − mean) / std per channel. "zca" whitens [0, 1] pixels in kornia's convention (channel step: mean 0, std 1).
/// "zca-frepo" standardises first and whitens with a regulariser. All three are this one class, since each is an affine map with an exact
/// inverse.
/// </remarks>
internal sealed class Preprocessing : IDisposable
{
    /// <summary>Name of the per-channel map.</summary>
    public const string Standardize = "standardize";

    /// <summary>Name of the whitening in kornia's convention.</summary>
    public const string Zca = "zca";

    /// <summary>Name of the regularised whitening of FRePo.</summary>
    public const string ZcaFrepo = "zca-frepo";

    private readonly Tensor _mean;
    private readonly Tensor _std;
    private readonly ZcaWhitening? _whitening;

    private Preprocessing(string name, ChannelStatistics statistics, ZcaWhitening? whitening, Device device)
    {
        (Name, Statistics, _whitening) = (name, statistics, whitening);
        _mean = statistics.MeanTensor(device).DetachFromDisposeScope();
        _std = statistics.StdTensor(device).DetachFromDisposeScope();
        var arrays = new Dictionary<string, Tensor>
        {
            ["mean"] = _mean.flatten().DetachFromDisposeScope(),
            ["std"] = _std.flatten().DetachFromDisposeScope(),
        };
        if (whitening is not null)
        {
            (arrays["zcaMean"], arrays["zcaMatrix"], arrays["zcaInverse"]) = (whitening.Mean, whitening.Matrix, whitening.Inverse);
        }

        Stored = arrays;
    }

    /// <summary>Names that a spec may give.</summary>
    public static IReadOnlyList<string> Names { get; } = [Standardize, Zca, ZcaFrepo];

    /// <summary>One of <see cref="Names"/>.</summary>
    public string Name { get; }

    /// <summary>Mean and deviation per channel of the first step.</summary>
    public ChannelStatistics Statistics { get; }

    /// <summary>The whitening, if there is one.</summary>
    public ZcaWhitening? Whitening => _whitening;

    /// <summary>The per-channel map with given statistics.</summary>
    public static Preprocessing PerChannel(ChannelStatistics statistics, Device device) => new(Standardize, statistics, null, device);

    /// <summary>Fits a named preprocessing to a train set.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="statistics">Mean and deviation per channel of the set; "zca" needs none.</param>
    /// <param name="count">Number of train images.</param>
    /// <param name="pixels">Gives the images from a first index on: float32 in [0, 1], n × C × H × W, a fresh tensor.</param>
    /// <param name="device">Where the result lives.</param>
    public static Preprocessing Fit(string name, ChannelStatistics statistics, long count, Func<long, long, Tensor> pixels, Device device)
    {
        switch (name)
        {
            case Standardize:
                return PerChannel(statistics, device);
            case Zca:
                return new(name, ChannelStatistics.Identity(statistics.Mean.Count), ZcaWhitening.FitKornia(count, Flat), device);
            case ZcaFrepo:
                using (var first = PerChannel(statistics, device))
                    return new(name, statistics, ZcaWhitening.FitRegularised(count, (start, n) => Standardised(first, start, n)), device);
            default:
                throw new DataException($"There is no preprocessing '{name}'; there are: {string.Join(", ", Names)}.");
        }

        Tensor Flat(long start, long n)
        {
            using var images = pixels(start, n);
            return images.flatten(1).clone();
        }

        Tensor Standardised(Preprocessing first, long start, long n)
        {
            using var images = pixels(start, n);
            using var standardised = first.Apply(images);
            return standardised.flatten(1).clone();
        }
    }

    /// <summary>
    /// The arrays that a file must hold to read this preprocessing back. They belong to this object: copy, never dispose.
    /// </summary>
    /// <remarks>"mean" and "std" have C values each; with a whitening "zcaMean" has d, "zcaMatrix" and "zcaInverse" have d × d.</remarks>
    public IReadOnlyDictionary<string, Tensor> Stored { get; }

    /// <summary>Reads back what <see cref="Stored"/> gave. The arrays are copied.</summary>
    public static Preprocessing FromStored(string name, IReadOnlyDictionary<string, Tensor> arrays, ImageShape shape, Device device)
    {
        if (!Names.Contains(name)) throw new DataException($"There is no preprocessing '{name}'; there are: {string.Join(", ", Names)}.");
        long d = shape.Size;
        var wanted = new List<(string Name, long[] Shape)> { ("mean", [shape.Channels]), ("std", [shape.Channels]) };
        if (name != Standardize) wanted.AddRange([("zcaMean", [d]), ("zcaMatrix", [d, d]), ("zcaInverse", [d, d])]);
        var faults = wanted.Select(array => StoredFault(arrays, array.Name, array.Shape)).OfType<Sentence>().ToList();
        if (faults.Count > 0) throw new DataException(faults);
        var statistics = new ChannelStatistics(Floats(arrays["mean"]), Floats(arrays["std"]));
        return new Preprocessing(name, statistics, name == Standardize ? null : StoredWhitening(arrays, device), device);
    }

    /// <summary>From [0, 1] to what networks see. Shape and device are kept.</summary>
    public Tensor Apply(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var standardised = (pixels - _mean) / _std;
        var result = _whitening is null ? standardised : _whitening.Apply(standardised.flatten(1)).reshape(pixels.shape);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Back to pixels, for display: in [0, 1] for real images, a little beyond for learned ones.</summary>
    public Tensor Invert(Tensor images)
    {
        using var scope = NewDisposeScope();
        var standardised = _whitening is null ? images : _whitening.Invert(images.flatten(1)).reshape(images.shape);
        return (standardised * _std).add_(_mean, Number.One).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _mean.Dispose();
        _std.Dispose();
        foreach (var array in Stored.Values) array.Dispose();
    }

    private static ZcaWhitening StoredWhitening(IReadOnlyDictionary<string, Tensor> arrays, Device device) =>
        ZcaWhitening.From(Copy(arrays["zcaMean"], device), Copy(arrays["zcaMatrix"], device), Copy(arrays["zcaInverse"], device));

    private static Tensor Copy(Tensor array, Device device) => array.to(ScalarType.Float32, device, copy: true);

    private static float[] Floats(Tensor array)
    {
        using var floats = Copy(array, CPU);
        return floats.data<float>().ToArray();
    }

    private static Sentence? StoredFault(IReadOnlyDictionary<string, Tensor> arrays, string name, long[] shape)
    {
        if (!arrays.TryGetValue(name, out var array)) return $"The preprocessing lacks its array '{name}'.";
        if (array.shape.SequenceEqual(shape)) return null;
        return $"The array '{name}' of the preprocessing is {string.Join("×", array.shape)} instead of {string.Join("×", shape)}.";
    }
}
