using System.Text.Json;
using Contracts;
using Dashboard.Server.Queue;

namespace Dashboard.Server.Tests.Queue;

public sealed class RunForecastTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CatalogDescription Catalog = new(
        [new ComponentDescriptor("distribution-matching", "DM", "", "", [new OptionField(
            "iterations", "Iterations", OptionKind.Integer, JsonSerializer.SerializeToElement(1000), "", 1, null, [])])],
        [], [], [], []);

    [Fact]
    public void Nothing_is_foretold_of_what_was_never_measured()
    {
        var forecast = new RunForecast(Catalog, [Completed(1, 100, 50) with { Data = "other" }], "cpu", Nothing);
        Assert.Null(forecast.Of(Waiting(), Spec(200), "cpu"));
        Assert.Null(forecast.Of(Waiting(), Spec(200), "cuda:0"));
    }

    [Fact]
    public void The_median_pace_of_runs_alike_is_multiplied_by_the_iterations()
    {
        var forecast = new RunForecast(Catalog, [Completed(1, 100, 50), Completed(2, 200, 200), Completed(3, 100, 900)], "cpu", Nothing);
        Assert.Equal((200, 3), forecast.Of(Waiting(), Spec(200), "cpu"));
        Assert.Equal((1000, 3), forecast.Of(Waiting(), new RunSpec(), "cpu"));
    }

    [Fact]
    public void A_resumed_run_needs_only_what_its_checkpoint_leaves() => Assert.Equal(
        (75, 1), new RunForecast(Catalog, [Completed(1, 100, 50)], "cpu", Nothing).Of(Waiting() with { Checkpoint = 50 }, Spec(200), "cpu"));

    [Fact]
    public void What_the_form_estimates_is_what_the_queue_foretells()
    {
        var told = new RunEstimate { Device = "cpu", PreparationSeconds = 10, DistillationSeconds = 400, JudgingSeconds = 90, From = [RunId.Create(Start, 1), RunId.Create(Start, 2)] };
        var forecast = new RunForecast(Catalog, [Completed(1, 100, 50)], "cpu", (_, _) => told);
        Assert.Equal((500, 2), forecast.Of(Waiting(), Spec(200), "cpu"));
        Assert.Equal((300, 2), forecast.Of(Waiting() with { Checkpoint = 100 }, Spec(200), "cpu"));
        Assert.Null(forecast.Of(Waiting(), Spec(200), "cuda:0"));

        var partly = new RunForecast(Catalog, [Completed(1, 100, 50)], "cpu", (_, _) => told with { JudgingSeconds = null });
        Assert.Equal((100, 1), partly.Of(Waiting(), Spec(200), "cpu"));
    }

    [Fact]
    public void An_active_run_needs_at_least_the_rest_of_its_phase()
    {
        var forecast = new RunForecast(Catalog, [Completed(1, 100, 50)], "cpu", Nothing);
        var active = Waiting() with
        {
            Status = RunStatus.Running,
            Iterations = 200,
            Sittings = [new Sitting("cpu", Start, Start, null, RunStatus.Running)],
        };
        Assert.Equal((70, 1), forecast.LeftOf(active, Spec(200), "cpu", 10, Start.AddSeconds(30)));
        Assert.Equal((90, 1), forecast.LeftOf(active, Spec(200), "cpu", 90, Start.AddSeconds(30)));
        Assert.Equal((90, 0), forecast.LeftOf(active with { Data = "other" }, Spec(200), "cpu", 90, Start.AddSeconds(30)));
        Assert.Null(forecast.LeftOf(active with { Status = RunStatus.Paused }, Spec(200), "cpu", 90, Start.AddSeconds(30)));
    }

    private static RunEstimate? Nothing(RunSummary row, RunSpec spec) => null;

    private static RunSpec Spec(int iterations) => new()
    {
        Method = new ComponentSpec
        {
            Name = "distribution-matching",
            Options = new Dictionary<string, JsonElement> { ["iterations"] = JsonSerializer.SerializeToElement(iterations) },
        },
    };

    private static RunSummary Waiting() => RunState.Submitted(RunId.Create(Start, 9), Spec(200), Start).Summary;

    private static RunSummary Completed(int number, int iterations, int seconds) => Waiting() with
    {
        Id = RunId.Create(Start, number),
        Status = RunStatus.Completed,
        Iterations = iterations,
        StartedAt = Start,
        EndedAt = Start.AddSeconds(seconds + 5000),
        Sittings = [new Sitting("cpu", Start, Start, Start.AddSeconds(seconds), RunStatus.Completed)],
    };
}
