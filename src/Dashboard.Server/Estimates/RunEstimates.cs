using System.Collections.Concurrent;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Estimates;

/// <summary>Estimates by what earlier runs of the same work took a piece; no table of speeds is kept, and nothing is guessed.</summary>
internal sealed class RunEstimates(
    RunDesk desk, RunIndex index, RunLibrary library, RunQueue queue, EngineDoor engine, PriceSettings prices) : IEstimates
{
    /// <summary>Logs that one estimate reads at most, the newest first; those that were read before are remembered.</summary>
    private const int MostLogs = 60;

    /// <summary>Longer logs are not read for an estimate.</summary>
    private const int MostEvents = 20_000;

    private readonly ConcurrentDictionary<(RunId Run, long LastSeq), Lazy<RunPace?>> _paces = new();

    /// <inheritdoc />
    public Task<RunEstimate?> OfAsync(RunSpec spec, CancellationToken cancellation) => Task.Run(() => Of(spec, cancellation), cancellation);

    /// <inheritdoc />
    public Task<Submission> ProbeAsync(RunSpec spec, CancellationToken cancellation)
    {
        if (spec.Mitigation is not null)
        {
            return Task.FromResult(new Submission(null, [new SpecFault("mitigation", "A batch of the lab is not probed: its cells tell their time.")]));
        }

        var faults = desk.Check(spec);
        return faults.Count > 0 ? Task.FromResult(new Submission(null, faults)) : ((IRuns)desk).SubmitAsync(engine.Probe(spec), cancellation);
    }

    private RunEstimate? Of(RunSpec spec, CancellationToken cancellation)
    {
        if (spec.Mitigation is not null || desk.Check(spec).Count > 0) return null;
        var (work, device) = (engine.Work(spec), queue.DeviceOf(spec));
        var known = Known(spec, work, device, cancellation);
        var maker = known.FirstOrDefault(pace => Makes(pace, work));
        var trainings = work.Trainings.Select(training => (Training: training, Judge: known.FirstOrDefault(pace => Judges(pace, work, training)))).ToList();
        var estimate = new RunEstimate
        {
            Device = device,
            PreparationSeconds = maker is null ? null : Preparation(maker, known, work),
            DistillationSeconds = maker?.Iteration * work.Iterations,
            JudgingSeconds = trainings.Any(entry => entry.Judge is null) ? null : trainings.Sum(entry => Seconds(entry.Judge!, entry.Training)),
            UnknownNetworks = [.. trainings.Where(entry => entry.Judge is null).Select(entry => entry.Training.Network).Distinct()],
            MemoryMiB = maker?.MemoryMiB,
            DeviceMemoryMiB = queue.Devices.Single(found => found.Name == device).MemoryMiB,
            From = [.. trainings.Select(entry => entry.Judge).Prepend(maker).OfType<RunPace>().Select(pace => pace.Run).Distinct()],
            Currency = prices.Currency,
        };
        return estimate with { Cost = prices.Price(estimate.Seconds), KilowattHours = prices.Energy(estimate.Seconds) };
    }

    /// <summary>The newest runs that tell something of the work on the device, until all of it is told.</summary>
    private List<RunPace> Known(RunSpec spec, RunWork work, string device, CancellationToken cancellation)
    {
        var known = new List<RunPace>();
        var rows = index.List().Where(row =>
            row.Status.IsOver() && !row.IsMitigation && row.Data == spec.Data.Name && row.LastSeq is > 0 and <= MostEvents);
        foreach (var row in rows.OrderByDescending(row => row.Method == spec.Method.Name).Take(MostLogs))
        {
            cancellation.ThrowIfCancellationRequested();
            if (PaceOf((row.Id, row.LastSeq)) is { } pace && pace.Device == device) known.Add(pace);
            if (IsTold(known, work)) break;
        }

        return known;
    }

    private static bool IsTold(List<RunPace> known, RunWork work) =>
        known.Any(pace => Makes(pace, work) && (work.ExpertEpochs == 0 || pace.ExpertEpoch is not null))
        && work.Trainings.All(training => known.Any(pace => Judges(pace, work, training)));

    private static bool Makes(RunPace pace, RunWork work) => pace.Work.MakingKey == work.MakingKey && pace.Iteration is not null;

    /// <summary>Whether the run trained the network on a set of this kind; on the random subset it costs what it costs on the synthetic set.</summary>
    private static bool Judges(RunPace pace, RunWork work, JudgingWork training) =>
        pace.Work.JudgingKey == work.JudgingKey && pace.Trainings.ContainsKey((training.Network, Kind(training.Set)));

    /// <summary>The time before the first iteration, with experts by their epochs: none that is on the disk is counted, for none was trained.</summary>
    private static double? Preparation(RunPace maker, List<RunPace> known, RunWork work)
    {
        if (work.ExpertEpochs == 0) return maker.Preparation;
        var epoch = known.FirstOrDefault(pace => pace.Work.MakingKey == work.MakingKey && pace.ExpertEpoch is not null)?.ExpertEpoch;
        return maker.Preparation + epoch * work.ExpertEpochs;
    }

    private static double Seconds(RunPace judge, JudgingWork training)
    {
        var (epoch, test) = judge.Trainings[(training.Network, Kind(training.Set))];
        return training.Count * (training.Epochs * epoch + test);
    }

    private static string Kind(string set) => set == "random" ? "synthetic" : set;

    /// <summary>A log is read once, however many ask for it at the same time; one that could not be read is tried again.</summary>
    private RunPace? PaceOf((RunId Run, long LastSeq) of)
    {
        var pace = _paces.GetOrAdd(of, key => new Lazy<RunPace?>(() => Read(key)));
        try
        {
            return pace.Value;
        }
        catch
        {
            _paces.TryRemove(KeyValuePair.Create(of, pace));
            throw;
        }
    }

    private RunPace? Read((RunId Run, long LastSeq) of)
    {
        var run = of.Run;
        if (library.Spec(run) is not { } spec || desk.Check(spec).Count > 0) return null;
        return RunPace.Read(run, engine.Work(spec), library.Log(run).All());
    }
}
