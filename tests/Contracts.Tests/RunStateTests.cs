using Contracts;

namespace Contracts.Tests;

public sealed class RunStateTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly RunEvent[] EveryKind =
    [
        new RunStarted("cpu", 1, "engine", 0),
        new PhaseStarted("distil", 100),
        new Measured(10, new Dictionary<string, double> { [Series.MatchingLoss] = 2.5 }),
        new SyntheticSetSaved(10, "a.npz", "a.png", 20, ["one", "two"], 28, 28),
        new NetworkEvaluated(10, "convnet", "synthetic", 0, 0.6, null, 1, 30, 1),
        new CellTrained(new Cell("convnet", "baseline", "synthetic", 0), 0.6, null, 1, null, 30, 30, 1e9, 1),
        new Projected(10, [new ProjectedPath(ProjectedPath.Synthetic, "one", [1], [2])]),
        new CheckpointSaved(10),
        new StatusChanged(RunStatus.Paused),
        new Noted("information", "A thought."),
        new RunEnded(RunStatus.Cancelled, "A person cancelled it."),
    ];

    [Fact]
    public void Every_kind_of_event_is_told_and_counted()
    {
        Assert.Equal(
            typeof(RunEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunEvent))).OrderBy(type => type.Name),
            EveryKind.Select(e => e.GetType()).OrderBy(type => type.Name));

        var state = Fold(EveryKind);

        Assert.Equal(EveryKind.Length, state.Seq);
        Assert.Equal(RunStatus.Cancelled, state.Summary.Status);
        Assert.Equal("A person cancelled it.", state.Summary.Reason);
        Assert.Equal((10, 100, 10), (state.Summary.Iteration, state.Summary.Iterations, state.Summary.Checkpoint));
        Assert.Equal(2.5, state.Summary.MatchingLoss);
        Assert.Single(state.SyntheticSets);
        Assert.Single(state.Notes);
    }

    [Fact]
    public void The_path_of_a_class_grows_and_that_of_a_student_is_told_anew()
    {
        ProjectedPath Synthetic(double at) => new(ProjectedPath.Synthetic, "one", [at], [-at]);
        ProjectedPath Student(params double[] at) => new(ProjectedPath.Student, "", at, at);

        var paths = Fold(new Projected(0, [Synthetic(1), Student(1, 2)]), new Projected(5, [Synthetic(3), Student(4)])).Paths;

        Assert.Equal(2, paths.Count);
        Assert.Equal([1, 3], paths[0].X);
        Assert.Equal([-1, -3], paths[0].Y);
        Assert.Equal([4], paths[1].X);
    }

    [Fact]
    public void Reading_twice_changes_nothing()
    {
        var once = Fold(EveryKind);
        Assert.Same(once, Numbered(EveryKind).Aggregate(once, (state, e) => state.Apply(e)));
    }

    [Fact]
    public void The_matrix_shows_the_newest_iteration_and_the_gap_to_the_training_network()
    {
        var matrix = Fold(
            Judged(10, "convnet", 0.2), Judged(20, "convnet", 0.8, 0), Judged(20, "convnet", 0.6, 1), Judged(20, "mlp", 0.5)).Matrix();

        Assert.Equal(["convnet", "mlp"], matrix.Select(row => row.Network));
        Assert.Equal(0.7, matrix[0].Synthetic!.Mean, 12);
        Assert.Equal(0.1, matrix[0].Synthetic!.Deviation, 12);
        Assert.Equal(2, matrix[0].Synthetic!.Count);
        Assert.Equal(0.2, matrix[1].ArchitectureGap!.Value, 12);
    }

    [Fact]
    public void A_repeat_that_was_judged_again_counts_once() =>
        Assert.Equal(new Score(0.9, 0, 1), Fold(Judged(10, "convnet", 0.2), Judged(10, "convnet", 0.9)).Matrix()[0].Synthetic);

    [Fact]
    public void The_worst_network_is_in_the_summary()
    {
        var summary = Fold(Judged(20, "convnet", 0.8), Judged(20, "mlp", 0.5)).Summary;
        Assert.Equal(("mlp", 0.5), (summary.WorstNetwork, summary.WorstAccuracy));
    }

    [Fact]
    public void Time_left_follows_the_pace_since_the_resume()
    {
        var state = Fold(new RunStarted("cpu", 1, "engine", 40), new PhaseStarted("distil", 100), new Measured(60, new Dictionary<string, double>()));
        Assert.Equal(20, state.SecondsLeft(Start.AddSeconds(10))!.Value, 9);
    }

    [Fact]
    public void Every_turn_on_a_device_is_told_with_its_wait_and_its_end()
    {
        var all = Numbered(
            new RunStarted("cpu", 1, "engine", 0), new RunEnded(RunStatus.Cancelled, ""), new StatusChanged(RunStatus.Queued),
            new RunStarted("cuda:0", 1, "engine", 0)).Select(e => e with { At = Start.AddMinutes(e.Seq) }).ToList();
        var state = all.Aggregate(Fold(), (next, e) => next.Apply(e));
        Assert.Equal(
            [
                new Sitting("cpu", state.Summary.CreatedAt, all[0].At, all[1].At, RunStatus.Cancelled),
                new Sitting("cuda:0", all[2].At, all[3].At, null, RunStatus.Running),
            ],
            state.Summary.Sittings!);
        Assert.Equal(["cpu", "cuda:0"], state.Starts.Select(start => start.Device));
    }

    [Fact]
    public void A_turn_that_was_interrupted_ended_with_its_last_event()
    {
        var state = Fold(new RunStarted("cpu", 1, "engine", 0), new Measured(1, new Dictionary<string, double>()));
        var told = state.Apply(new RunEnded(RunStatus.Interrupted, "") { Seq = state.Seq + 1, At = state.At.AddHours(5) });
        Assert.Equal(state.At, told.Summary.Sittings![^1].EndedAt);
        Assert.Equal(state.At.AddHours(5), told.Summary.EndedAt);
    }

    [Fact]
    public void Epochs_of_experts_are_no_iterations_of_the_run()
    {
        var state = Fold(new PhaseStarted("experts", 2), new Measured(7, new Dictionary<string, double> { ["experts/00/loss/train"] = 0.5 }));
        Assert.Equal((0, 0.5), (state.Summary.Iteration, state.Latest["experts/00/loss/train"]));
        Assert.Equal(3, Fold(new PhaseStarted("experts", 2), new PhaseStarted("distil", 9), new Measured(3, new Dictionary<string, double>())).Summary.Iteration);
    }

    [Fact]
    public void Finished_trainings_of_a_batch_are_kept_each_once()
    {
        var state = FoldBatch(Trained("convnet", "baseline", 0.6), Trained("mlp", "baseline", 0.3), Trained("mlp", "baseline", 0.9));
        Assert.Equal([0.6, 0.3], state.Cells.Select(cell => cell.Accuracy));
        Assert.Equal((2, 3, 0.6), (state.Summary.Iteration, state.Seq, state.Summary.Accuracy!.Mean));
    }

    [Fact]
    public void A_batch_is_told_by_its_yardstick_its_control_and_the_worst_network_of_the_recipe_that_validation_chose()
    {
        static CellTrained Validated(string network, string recipe, double accuracy, double validation) =>
            Trained(network, recipe, accuracy) with { ValidationAccuracy = validation };

        var summary = FoldBatch(
            Trained("convnet", "baseline", 0.6), Validated("mlp", "baseline", 0.3, 0.3), Validated("lenet", "baseline", 0.5, 0.5),
            Validated("mlp", "full", 0.4, 0.6), Validated("lenet", "full", 0.45, 0.6), Validated("teacher", "baseline", 0.1, 0.1),
            MitigationTableTests.Trained("convnet", "baseline", 0, 0.2, set: "random")).Summary;
        Assert.Equal((true, "mitigation", 7), (summary.IsMitigation, summary.Method, summary.Iteration));
        Assert.Equal((0.6, 0.2), (summary.Accuracy!.Mean, summary.RandomAccuracy!.Mean));
        Assert.Equal(("mlp", 0.4), (summary.WorstNetwork, summary.WorstAccuracy));
    }

    [Fact]
    public void Points_of_a_batchs_curves_do_not_count_as_its_progress()
    {
        var state = FoldBatch(
            new PhaseStarted("mitigate", 8), Trained("convnet", "baseline", 0.6),
            new Measured(4000, new Dictionary<string, double> { ["mlp/full/synthetic/0/keep-rate"] = 0.8 }));
        Assert.Equal((1, 8), (state.Summary.Iteration, state.Summary.Iterations));
        Assert.Equal(0.8, state.Latest["mlp/full/synthetic/0/keep-rate"]);
    }

    [Fact]
    public void Time_left_of_a_resumed_batch_follows_the_trainings_since_the_resume()
    {
        RunEvent[] start = [new RunStarted("cpu", 1, "engine", 0), new PhaseStarted("mitigate", 10)];
        RunEvent[] first = [.. start, Trained("convnet", "baseline", 0.6), Trained("mlp", "baseline", 0.3)];
        RunEvent[] again = [.. start, Trained("mlp", "full", 0.4)];
        Assert.Equal(70, FoldBatch([.. first, .. again]).SecondsLeft(Start.AddSeconds(10))!.Value, 9);
        Assert.Null(FoldBatch([.. first, .. again[..2]]).SecondsLeft(Start.AddSeconds(10)));
    }

    [Fact]
    public void Images_per_class_of_a_batch_are_those_of_its_real_subset()
    {
        RunState Of(SetSpec set) => RunState.Submitted(RunId.Create(Start, 1), new RunSpec { Mitigation = new MitigationSpec { Set = set } }, Start);
        Assert.Equal(5, Of(new SetSpec { Source = "real", ImagesPerClass = 5 }).Summary.ImagesPerClass);
        Assert.Null(Of(new SetSpec { Source = "real", Fraction = 0.1 }).Summary.ImagesPerClass);
        Assert.Null(Of(new SetSpec { Source = "file", ImagesPerClass = 5 }).Summary.ImagesPerClass);
    }

    private static MitigationSpec Batch => new() { Networks = [new ComponentSpec { Name = "mlp" }, new ComponentSpec { Name = "lenet" }] };

    private static CellTrained Trained(string network, string recipe, double accuracy) => MitigationTableTests.Trained(network, recipe, 0, accuracy);

    private static RunState FoldBatch(params RunEvent[] events) => Numbered(events).Aggregate(
        RunState.Submitted(RunId.Create(Start, 1), new RunSpec { Mitigation = Batch }, Start), (state, e) => state.Apply(e));

    private static NetworkEvaluated Judged(int iteration, string network, double accuracy, int repeat = 0) =>
        new(iteration, network, "synthetic", repeat, accuracy, null, 1, 30, 1);

    private static IEnumerable<RunEvent> Numbered(params RunEvent[] events) => events.Select((e, i) => e with { Seq = i + 1, At = Start });

    private static RunState Fold(params RunEvent[] events) => Numbered(events).Aggregate(
        RunState.Submitted(RunId.Create(Start, 1), new RunSpec(), Start), (state, e) => state.Apply(e));
}
