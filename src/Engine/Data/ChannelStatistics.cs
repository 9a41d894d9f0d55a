using static TorchSharp.torch;

namespace Engine.Data;

/// <summary>Mean and standard deviation of each channel, for pixels in [0, 1].</summary>
/// <param name="Mean">One per channel.</param>
/// <param name="Std">One per channel, above zero.</param>
internal sealed record ChannelStatistics(IReadOnlyList<float> Mean, IReadOnlyList<float> Std)
{
    private const float LeastStd = 1e-3f;

    /// <summary>The constants that the field prints its results with; null for a set that it does not know.</summary>
    /// <remarks>DC-BENCH's list; the CIFAR-10 deviations are the ones of DC, DM and MTT (FRePo takes .2470 .2435 .2616).</remarks>
    public static ChannelStatistics? Published(string set) => set switch
    {
        "mnist" => new([.1307f], [.3081f]),
        "fashion-mnist" or "demo" => new([.2861f], [.3530f]),
        "cifar10" or "cifar10-jpeg" => new([.4914f, .4822f, .4465f], [.2023f, .1994f, .2010f]),
        "cifar100" => new([.5071f, .4866f, .4409f], [.2673f, .2564f, .2762f]),
        "tiny-imagenet" => new([.485f, .456f, .406f], [.229f, .224f, .225f]),
        _ => null,
    };

    /// <summary>Mean 0 and deviation 1: changes nothing.</summary>
    public static ChannelStatistics Identity(int channels) =>
        new([.. Enumerable.Repeat(0f, channels)], [.. Enumerable.Repeat(1f, channels)]);

    /// <summary>Statistics of planar bytes. A channel of one value gets a small deviation instead of zero.</summary>
    public static ChannelStatistics Of(ReadOnlySpan<byte> pixels, int channels, int plane)
    {
        var counts = new long[channels][];
        for (var c = 0; c < channels; c++) counts[c] = new long[256];
        for (int start = 0, c = 0; start < pixels.Length; start += plane, c = (c + 1) % channels)
        {
            foreach (var value in pixels.Slice(start, plane)) counts[c][value]++;
        }

        var moments = counts.Select(Moments).ToArray();
        return new([.. moments.Select(m => m.Mean)], [.. moments.Select(m => m.Std)]);
    }

    /// <summary>The means, 1 × C × 1 × 1.</summary>
    public Tensor MeanTensor(Device device) => tensor(Mean.ToArray(), 1, Mean.Count, 1, 1, device: device);

    /// <summary>The deviations, 1 × C × 1 × 1.</summary>
    public Tensor StdTensor(Device device) => tensor(Std.ToArray(), 1, Std.Count, 1, 1, device: device);

    private static (float Mean, float Std) Moments(long[] histogram)
    {
        double n = histogram.Sum(), mean = 0, square = 0;
        if (n == 0) return (0, 1);
        for (var value = 0; value < histogram.Length; value++)
        {
            var x = value / 255.0;
            mean += histogram[value] * x / n;
            square += histogram[value] * x * x / n;
        }

        return ((float)mean, Math.Max(LeastStd, (float)Math.Sqrt(Math.Max(0, square - (mean * mean)))));
    }
}
