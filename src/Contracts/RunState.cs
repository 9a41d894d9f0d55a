using System.Collections.Immutable;
using System.Diagnostics;

namespace Contracts;

/// <summary>What is known of a run after reading its log up to <see cref="Seq"/>. Pure: <see cref="Apply"/> gives the next state.</summary>
/// <remarks>The server folds it into a <see cref="RunSummary"/>, a page shows it; curves are the chart's business and are not held here.</remarks>
public sealed record RunState
{
    private const int MostNotes = 500;
    private const int MostSittings = 20;

    /// <summary>Sequence number of the last applied event.</summary>
    public long Seq { get; init; }

    /// <summary>Time of the last applied event; the default before the first.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The row of history.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>Every time the engine took the run up: device, threads and versions.</summary>
    public ImmutableList<RunStarted> Starts { get; init; } = [];

    /// <summary>Every stored frame, by iteration.</summary>
    public ImmutableSortedDictionary<int, SyntheticSetSaved> SyntheticSets { get; init; } = ImmutableSortedDictionary<int, SyntheticSetSaved>.Empty;

    /// <summary>Every training of a test network, in order.</summary>
    public ImmutableList<NetworkEvaluated> Evaluations { get; init; } = [];

    /// <summary>Labels of the test networks of a mitigation batch; a teacher of its own is none.</summary>
    public IReadOnlyList<string> TestNetworks { get; init; } = [];

    /// <summary>Every finished training of a mitigation batch; each once, also after a resume.</summary>
    public ImmutableList<CellTrained> Cells { get; init; } = [];

    /// <summary>Every path in the plane, in the order in which each was first told.</summary>
    public ImmutableList<ProjectedPath> Paths { get; init; } = [];

    /// <summary>What a person may want to read, the newest 500.</summary>
    public ImmutableList<Noted> Notes { get; init; } = [];

    /// <summary>Units of work of the current phase; 0 when unknown.</summary>
    public int PhaseTotal { get; init; }

    /// <summary>When the current phase began.</summary>
    public DateTimeOffset? PhaseStartedAt { get; init; }

    /// <summary>Iteration (or training) with which the current phase began, more than 0 after a resume.</summary>
    public int PhaseFirst { get; init; }

    /// <summary>Evaluations that ended in the current phase.</summary>
    public int PhaseEvaluations { get; init; }

    /// <summary>Newest value of every series.</summary>
    public ImmutableSortedDictionary<string, double> Latest { get; init; } = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>The state of a run that was submitted and never taken up.</summary>
    public static RunState Submitted(RunId id, RunSpec spec, DateTimeOffset at) => new()
    {
        TestNetworks = [.. spec.Mitigation?.Networks.Select(network => network.Label) ?? []],
        Summary = new RunSummary
        {
            Id = id,
            Name = spec.Name,
            Status = RunStatus.Queued,
            Data = spec.Data.Name,
            Method = spec.Mitigation is null ? spec.Method.Name : "mitigation",
            IsMitigation = spec.Mitigation is not null,
            ImagesPerClass = ImagesPerClass(spec),
            TrainingNetwork = spec.TrainingNetwork.Label,
            CreatedAt = at,
        },
    };

    /// <summary>The state after one more event. Events at or before <see cref="Seq"/> change nothing, so reading twice does no harm.</summary>
    public RunState Apply(RunEvent e)
    {
        if (e.Seq <= Seq) return this;
        var next = e switch
        {
            RunStarted started => WithStart(started),
            PhaseStarted phase => WithPhase(phase),
            Measured measured => WithPoint(measured),
            SyntheticSetSaved saved => this with { SyntheticSets = SyntheticSets.SetItem(saved.Iteration, saved) },
            NetworkEvaluated evaluated => WithEvaluation(evaluated),
            CellTrained trained => WithCell(trained),
            Projected projected => this with { Paths = projected.Paths.Aggregate(Paths, WithPath) },
            CheckpointSaved checkpoint => this with { Summary = Summary with { Checkpoint = checkpoint.Iteration } },
            StatusChanged changed => WithStatus(changed),
            Noted noted => this with { Notes = (Notes.Count < MostNotes ? Notes : Notes.RemoveAt(0)).Add(noted) },
            RunEnded ended => this with
            {
                Summary = Summary with { Status = ended.Status, Reason = ended.Reason, EndedAt = e.At, Phase = "", Sittings = Over(ended) },
                PhaseTotal = 0,
            },
            _ => throw new UnreachableException(e.GetType().Name),
        };
        return next with { Seq = e.Seq, At = e.At, Summary = next.Summary with { LastSeq = e.Seq } };
    }

    /// <summary>The cross-architecture matrix: for each network, the newest judged synthetic set beside the baselines.</summary>
    public IReadOnlyList<MatrixRow> Matrix()
    {
        var networks = Evaluations.Select(evaluation => evaluation.Network).Prepend(Summary.TrainingNetwork).Distinct().ToList();
        var yardstick = ScoreOf(Summary.TrainingNetwork, "synthetic");
        return networks.ConvertAll(network =>
        {
            var synthetic = ScoreOf(network, "synthetic");
            return new MatrixRow(
                network, synthetic, ScoreOf(network, "random"), ScoreOf(network, "full"),
                Score.Of(Judged(network, "synthetic").Select(evaluation => evaluation.TrainAccuracy).ToList())?.Mean,
                synthetic is null || yardstick is null ? null : yardstick.Mean - synthetic.Mean);
        });
    }

    /// <summary>The trainings of a network on the newest judged set, one for each repeat.</summary>
    public IEnumerable<NetworkEvaluated> Judged(string network, string set)
    {
        var all = Evaluations.Where(evaluation => evaluation.Network == network && evaluation.Set == set).ToList();
        var newest = all.Count == 0 ? 0 : all.Max(evaluation => evaluation.Iteration);
        return all.Where(evaluation => evaluation.Iteration == newest).GroupBy(evaluation => evaluation.Repeat).Select(group => group.Last());
    }

    /// <summary>Seconds until the current phase ends at its present pace; null when unknown.</summary>
    public double? SecondsLeft(DateTimeOffset now)
    {
        if (PhaseTotal == 0 || PhaseStartedAt is not { } began || Summary.Status != RunStatus.Running) return null;
        var counts = Summary.Phase is "distil" or "mitigate";
        var first = counts ? PhaseFirst : 0;
        var done = (counts ? Summary.Iteration : PhaseEvaluations) - first;
        return done <= 0 ? null : (now - began).TotalSeconds / done * (PhaseTotal - first - done);
    }

    private static int? ImagesPerClass(RunSpec spec) => spec.Mitigation is { } batch
        ? batch.Set is { Source: MitigationPlan.Real, ImagesPerClass: > 0 } set ? set.ImagesPerClass : null
        : spec.Method.Options.TryGetValue("imagesPerClass", out var ipc) && ipc.TryGetInt32(out var n) ? n : null;

    private IReadOnlyList<Sitting> Begun(RunStarted started)
    {
        var sitting = new Sitting(started.Device, Summary.RequeuedAt ?? Summary.CreatedAt, started.At, null, RunStatus.Running);
        return [.. (Summary.Sittings ?? []).TakeLast(MostSittings - 1), sitting];
    }

    /// <summary>Whoever tells of an interruption does so at the next start: the stretch ended with the last sign of life.</summary>
    private IReadOnlyList<Sitting>? Over(RunEnded ended)
    {
        if (Summary.Sittings is not [.., { EndedAt: null } last] sittings) return Summary.Sittings;
        var at = ended.Status == RunStatus.Interrupted && At != default ? At : ended.At;
        return [.. sittings.SkipLast(1), last with { EndedAt = at, Status = ended.Status }];
    }

    private RunState WithStart(RunStarted started) => this with
    {
        Summary = Summary with
        {
            Status = RunStatus.Running,
            StartedAt = Summary.StartedAt ?? started.At,
            EndedAt = null,
            Reason = "",
            Sittings = Begun(started),
        },
        Starts = Starts.Add(started),
        PhaseFirst = started.ResumedFrom,
    };

    private RunState WithPhase(PhaseStarted phase) => this with
    {
        Summary = Summary with { Phase = phase.Phase, Iterations = phase.Phase is "distil" or "mitigate" ? phase.Total : Summary.Iterations },
        PhaseTotal = phase.Total,
        PhaseStartedAt = phase.At,
        PhaseFirst = phase.Phase == "mitigate" ? Cells.Count : PhaseFirst,
        PhaseEvaluations = 0,
    };

    private RunState WithPoint(Measured measured) => this with
    {
        Summary = Summary with
        {
            Iteration = Summary.IsMitigation || Summary.Phase == "experts" ? Summary.Iteration : measured.Iteration,
            MatchingLoss = measured.Values.TryGetValue(Series.MatchingLoss, out var loss) ? loss : Summary.MatchingLoss,
        },
        Latest = Latest.SetItems(measured.Values),
    };

    private RunState WithStatus(StatusChanged changed) => this with
    {
        Summary = Summary with { Status = changed.Status, RequeuedAt = changed.Status == RunStatus.Queued ? changed.At : Summary.RequeuedAt },
    };

    private Score? ScoreOf(string network, string set) => Score.Of(Judged(network, set).Select(evaluation => evaluation.Accuracy).ToList());

    private RunState WithEvaluation(NetworkEvaluated evaluated)
    {
        var next = this with { Evaluations = Evaluations.Add(evaluated), PhaseEvaluations = PhaseEvaluations + 1 };
        var matrix = next.Matrix();
        var worst = matrix.Where(row => row.Synthetic is not null).MinBy(row => row.Synthetic!.Mean);
        return next with
        {
            Summary = Summary with
            {
                Accuracy = matrix[0].Synthetic,
                RandomAccuracy = matrix[0].Random,
                WorstNetwork = worst?.Network,
                WorstAccuracy = worst?.Synthetic?.Mean,
            },
        };
    }

    private static ImmutableList<ProjectedPath> WithPath(ImmutableList<ProjectedPath> paths, ProjectedPath path)
    {
        var at = paths.FindIndex(known => known.Group == path.Group && known.Name == path.Name);
        if (at < 0) return paths.Add(path);
        return paths.SetItem(at, path.Group != ProjectedPath.Synthetic
            ? path
            : paths[at] with { X = [.. paths[at].X, .. path.X], Y = [.. paths[at].Y, .. path.Y] });
    }

    /// <summary>One more finished training; the row of history tells the yardstick, and the worst network by the recipe that validation chooses.</summary>
    private RunState WithCell(CellTrained trained)
    {
        if (Cells.Any(known => known.Cell == trained.Cell)) return this;
        var cells = Cells.Add(trained);
        var table = new MitigationTable(cells, Summary.TrainingNetwork, TestNetworks);
        var worst = table.Worst(table.ChosenBy() ?? table.Baseline);
        return this with
        {
            Cells = cells,
            Summary = Summary with
            {
                Iteration = Summary.IsMitigation ? cells.Count : Summary.Iteration,
                Accuracy = table.Yardstick,
                RandomAccuracy = table.YardstickOn(MitigationPlan.Random),
                WorstNetwork = worst?.Network,
                WorstAccuracy = worst?.Score.Mean,
            },
        };
    }
}
