using Contracts;

namespace Dashboard.Server.Estimates;

/// <summary>What a piece of work took in one run, read from its log.</summary>
internal sealed record RunPace
{
    /// <summary>The first iterations of more than so many are not counted: the library warms up.</summary>
    private const int Warm = 3;

    public required RunId Run { get; init; }

    public required RunWork Work { get; init; }

    public string Device { get; private init; } = "";

    /// <summary>Before the first iteration, without experts; null when it was not reached, or the run was resumed.</summary>
    public double? Preparation { get; private init; }

    /// <summary>Seconds of an epoch of an expert; null when none was trained.</summary>
    public double? ExpertEpoch { get; private init; }

    /// <summary>Median seconds of an iteration.</summary>
    public double? Iteration { get; private init; }

    /// <summary>Most memory of the device, or of the process on a CPU, MiB.</summary>
    public double? MemoryMiB { get; private init; }

    /// <summary>By network and kind of set: seconds of an epoch, and of the test after the last.</summary>
    public IReadOnlyDictionary<(string Network, string Set), (double Epoch, double Test)> Trainings { get; private init; } =
        new Dictionary<(string, string), (double, double)>();

    public static RunPace Read(RunId run, RunWork work, IReadOnlyList<RunEvent> log)
    {
        var started = log.OfType<RunStarted>().ToList();
        var measured = log.OfType<Measured>().ToList();
        var distil = log.OfType<PhaseStarted>().FirstOrDefault(phase => phase.Phase == "distil");
        var (experts, epochs) = Experts(log, distil);
        var whole = started is [{ ResumedFrom: 0 } first] && distil is not null ? (distil.At - first.At).TotalSeconds : (double?)null;
        return new RunPace
        {
            Run = run,
            Work = work,
            Device = started.Count > 0 ? started[^1].Device : "",
            Preparation = whole - experts,
            ExpertEpoch = epochs > 0 ? experts / epochs : null,
            Iteration = Median(Values(measured, Series.IterationTime)),
            MemoryMiB = Values(measured, started.Any(s => s.Device != "cpu") ? Series.DeviceMemory : Series.ProcessMemory) is { Count: > 0 } memory
                ? memory.Max()
                : null,
            Trainings = log.OfType<NetworkEvaluated>().Where(training => training is { TestSeconds: not null, Epochs: > 0 })
                .GroupBy(training => (training.Network, training.Set))
                .ToDictionary(group => group.Key, group => (
                    Median([.. group.Select(training => (training.Seconds - training.TestSeconds!.Value) / training.Epochs)])!.Value,
                    Median([.. group.Select(training => training.TestSeconds!.Value)])!.Value)),
        };
    }

    /// <summary>Seconds of the phase that trains experts, and how many epochs it trained.</summary>
    private static (double Seconds, int Epochs) Experts(IReadOnlyList<RunEvent> log, PhaseStarted? distil)
    {
        if (log.OfType<PhaseStarted>().FirstOrDefault(phase => phase.Phase == "experts") is not { } began || distil is null) return (0, 0);
        var epochs = log.OfType<Measured>().Where(measured => measured.Seq > began.Seq && measured.Seq < distil.Seq).ToList();
        return epochs.Count == 0 ? (0, 0) : ((distil.At - began.At).TotalSeconds, epochs.Count);
    }

    private static List<double> Values(List<Measured> measured, string series)
    {
        var values = measured.Where(point => point.Values.ContainsKey(series)).Select(point => point.Values[series]).ToList();
        return series == Series.IterationTime && values.Count > Warm ? values[Warm..] : values;
    }

    private static double? Median(List<double> values) => values.Count == 0 ? null : values.Order().ElementAt(values.Count / 2);
}
