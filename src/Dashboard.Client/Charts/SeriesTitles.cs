using Contracts;

namespace Dashboard.Client.Charts;

/// <summary>What a well-known series is called in words, to be translated.</summary>
internal static class SeriesTitles
{
    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        [Series.MatchingLoss] = "Matching loss",
        [Series.KernelLoss] = "Loss of the kernel regression",
        [Series.LabelLoss] = "Loss of the learned labels",
        [Series.PoolAge] = "Mean age of the network pool, updates",
        [Series.SyntheticLearningRate] = "Synthetic learning rate",
        [Series.Travelled] = "Squared distance of the images from their start",
        [Series.Throughput] = "Images per second",
        [Series.IterationTime] = "Seconds per iteration",
        [Series.ProcessMemory] = "Process memory, MiB",
        [Series.DeviceMemory] = "Device memory, MiB",
        [Series.DeviceUtilization] = "Device utilisation, percent",
        [Series.TrainLoss] = "Training loss",
        [Series.ValidationAccuracy] = "Validation accuracy",
        [Series.KeepRate] = "Keep rate",
        [Series.LearningRate] = "Learning rate",
        [Series.Agreement] = "Teacher-student agreement",
        [Series.GradientNorm] = "Gradient norm",
        [Series.HessianEigenvalue] = "Largest Hessian eigenvalue",
    };

    /// <summary>Every title.</summary>
    public static IReadOnlyCollection<string> All => Titles.Values;

    /// <summary>The title of a series; null for one that is told by its name.</summary>
    public static string? Of(string series) => Titles.GetValueOrDefault(series);
}
