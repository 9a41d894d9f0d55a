namespace Contracts.Tests;

public sealed class RunCostTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private long _seq;

    [Fact]
    public void Phases_count_what_was_worked_without_pauses()
    {
        var cost = Fold(
            (0, new RunStarted("cpu", 1, "fake", 0)), (1, new PhaseStarted("prepare", 0)), (3, new PhaseStarted("distil", 10)), (8, Loss(1)),
            (10, new StatusChanged(RunStatus.Paused)), (100, new StatusChanged(RunStatus.Running)), (104, Loss(2)), (105, new PhaseStarted("evaluate", 1)),
            (107, Judged(1.5)), (108, new RunEnded(RunStatus.Completed, "")));

        Assert.Equal((2, 12, 3), (cost.PhaseSeconds["prepare"], cost.PhaseSeconds["distil"], cost.PhaseSeconds["evaluate"]));
        Assert.Equal((17.0, 12.0, 1.5), (cost.WallSeconds, cost.DistillingSeconds!.Value, cost.JudgingSeconds));
    }

    [Fact]
    public void Judging_inside_the_distillation_is_no_distilling()
    {
        var cost = Fold((0, new RunStarted("cpu", 1, "fake", 0)), (0, new PhaseStarted("distil", 10)), (6, Judged(4)), (10, Loss(2)));

        Assert.Equal((10.0, 6.0, 4.0), (cost.WallSeconds, cost.DistillingSeconds!.Value, cost.JudgingSeconds));
    }

    [Fact]
    public void The_time_between_a_crash_and_its_resume_is_not_counted()
    {
        var cost = Fold(
            (0, new RunStarted("cpu", 1, "fake", 0)), (0, new PhaseStarted("distil", 10)), (5, Loss(1)), (900, new RunEnded(RunStatus.Interrupted, "")),
            (950, new StatusChanged(RunStatus.Queued)), (1000, new RunStarted("cpu", 1, "fake", 1)), (1001, new PhaseStarted("distil", 10)), (1004, Loss(2)));

        Assert.Equal(8, cost.DistillingSeconds);
        Assert.Equal(8, cost.WallSeconds);
    }

    [Fact]
    public void Memory_is_the_largest_measured_and_the_forecast_of_the_notes()
    {
        var cost = Fold(
            (0, new Noted("information", "Memory forecast: 1,234 MiB at the peak.")), (1, Memory(300)), (2, Memory(500)), (3, Memory(400)),
            (4, new Noted("information", "Peak memory of the process: 1,600 MiB; the forecast was 1,234 MiB.")));

        Assert.Equal((1234, 1600), (cost.Forecast, cost.ProcessMemory));
        Assert.Null(cost.DeviceMemory);
        Assert.Equal(500, Fold((0, Memory(500)), (1, Memory(200)), (2, new Noted("warning", "Peak memory: none"))).ProcessMemory);
    }

    [Fact]
    public void Cells_of_a_batch_add_their_time_and_their_operations()
    {
        var cell = new CellTrained(new Cell("mlp", "full", "synthetic", 0), 0.5, null, 1, null, 3, 30, 2e9, 4);

        var cost = Fold((0, cell), (1, cell with { Cell = cell.Cell with { Repeat = 1 } }));

        Assert.Equal((8, 4e9), (cost.JudgingSeconds, cost.Flops));
        Assert.Null(cost.DistillingSeconds);
    }

    [Fact]
    public void An_event_is_counted_once()
    {
        var judged = Judged(2) with { Seq = 5, At = Start };
        Assert.Equal(2, RunCost.None.Apply(judged).Apply(judged).JudgingSeconds);
    }

    private RunCost Fold(params (double Second, RunEvent Event)[] events) =>
        events.Aggregate(RunCost.None, (cost, e) => cost.Apply(e.Event with { Seq = ++_seq, At = Start.AddSeconds(e.Second) }));

    private static Measured Loss(int iteration) => new(iteration, new Dictionary<string, double> { [Series.MatchingLoss] = 1 });

    private static Measured Memory(double mebibytes) => new(1, new Dictionary<string, double> { [Series.ProcessMemory] = mebibytes });

    private static NetworkEvaluated Judged(double seconds) => new(1, "convnet", "synthetic", 0, 0.5, null, 1, 10, seconds);
}
