using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Contracts;
using Dashboard.Client.Doors;
using Engine.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Estimates;

/// <summary>What a run will take is told from what earlier runs of the same work took, and from nothing else.</summary>
public sealed class RunEstimatesTests
{
    private static readonly RunSpec Spec = new()
    {
        Method = new ComponentSpec { Name = "distribution-matching", Options = Options(("imagesPerClass", 1), ("iterations", 100)) },
        Evaluation = new EvaluationSpec { Repeats = 2, Epochs = 300, RandomBaseline = true },
        Device = "cpu",
    };

    [Fact]
    public async Task Without_an_earlier_run_nothing_is_guessed()
    {
        using var folder = new TemporaryFolder();
        await using var application = new DashboardApplication(folder.Path, Work);
        var estimate = await EstimateAsync(application, Spec);
        Assert.Null(estimate.Seconds);
        Assert.Null(estimate.MemoryMiB);
        Assert.Equal(["convnet"], estimate.UnknownNetworks);
        Assert.Empty(estimate.From);
    }

    [Fact]
    public async Task A_probe_tells_what_the_whole_will_take()
    {
        using var folder = new TemporaryFolder();
        await using var application = new DashboardApplication(folder.Path, Work)
        {
            Settings = new Dictionary<string, string> { ["Cost:PerHour"] = "3600", ["Cost:Watts"] = "1000", ["Cost:Currency"] = "eur" },
        };
        var answer = await application.CreateClient().PostAsJsonAsync("/api/v1/estimates/probe", Spec, Token);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var probe = (await answer.Content.ReadFromJsonAsync<RunSummary>(ContractsJson.Default.Options, Token))!;
        Assert.Equal(6, application.Desk.Spec(probe.Id)!.Method.Options["iterations"].GetInt32());
        await application.UntilAsync(probe.Id, row => row.Status == RunStatus.Completed);

        var estimate = await EstimateAsync(application, Spec);
        Assert.Equal([probe.Id], estimate.From);
        Assert.Equal(0.5 * 100, estimate.DistillationSeconds!.Value, 9);
        Assert.Equal(4 * ((0.02 * 300) + 3), estimate.JudgingSeconds!.Value, 9);     // two on the set, two on the random subset
        Assert.Equal(812, estimate.MemoryMiB);
        Assert.Equal(estimate.Seconds!.Value, estimate.Cost!.Value, 6);
        Assert.Equal(estimate.Seconds!.Value / 3600, estimate.KilowattHours!.Value, 9);
        Assert.Equal("EUR", estimate.Currency);
    }

    [Fact]
    public async Task The_queue_foretells_what_the_form_estimates()
    {
        using var folder = new TemporaryFolder();
        using var held = new ManualResetEventSlim();
        await using var application = new DashboardApplication(folder.Path, (spec, log, control, path) =>
        {
            if (spec.Name == "held") log.Append(new RunStarted("cpu", 1, "fake", 0));
            if (spec.Name == "held") held.Wait(Token);
            else Work(spec, log, control, path);
        });
        var first = await application.SubmitAsync(Spec);
        await application.UntilAsync(first, row => row.Status == RunStatus.Completed);
        var estimate = await EstimateAsync(application, Spec);

        var queue = application.Services.GetRequiredService<IQueue>();
        var told = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Changed += Look;
        await application.SubmitAsync(Spec with { Name = "held" });
        await application.SubmitAsync(Spec);
        Look();
        Assert.Equal(estimate.Seconds!.Value, await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Token), 3);
        queue.Changed -= Look;
        held.Set();

        void Look()
        {
            if (queue.Lines()[0].Waiting is [{ ExpectedStart: { } start, ExpectedEnd: { } end }] && Math.Abs((end - start).TotalSeconds - estimate.Seconds!.Value) < 1)
                told.TrySetResult((end - start).TotalSeconds);
        }
    }

    [Fact]
    public async Task Other_work_is_not_taken_for_the_same()
    {
        using var folder = new TemporaryFolder();
        await using var application = new DashboardApplication(folder.Path, Work);
        var run = await application.SubmitAsync(Spec);
        await application.UntilAsync(run, row => row.Status == RunStatus.Completed);

        var wider = await EstimateAsync(application, Spec with { TrainingNetwork = Network("convnet", 64) });
        Assert.Null(wider.DistillationSeconds);
        var tenfold = await EstimateAsync(
            application, Spec with { Method = Spec.Method with { Options = Options(("imagesPerClass", 10), ("iterations", 100)) } });
        Assert.Null(tenfold.DistillationSeconds);
        Assert.Null(tenfold.JudgingSeconds);
        var more = await EstimateAsync(application, Spec with { Evaluation = Spec.Evaluation with { Networks = [Network("mlp", 32)] } });
        Assert.NotNull(more.DistillationSeconds);
        Assert.Null(more.JudgingSeconds);
        Assert.Single(more.UnknownNetworks);
    }

    [Fact]
    public async Task A_faulty_spec_has_no_estimate_but_its_faults()
    {
        using var folder = new TemporaryFolder();
        await using var application = new DashboardApplication(folder.Path, Work) { Check = _ => [new SpecFault("seed", "No.")] };
        foreach (var address in (string[])["/api/v1/estimates", "/api/v1/estimates/probe"])
        {
            var answer = await application.CreateClient().PostAsJsonAsync(address, Spec, Token);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("\"seed\"", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        Assert.Empty(application.Desk.List());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ComponentSpec Network(string name, int width) => new() { Name = name, Options = Options(("width", width)) };

    private static Dictionary<string, JsonElement> Options(params (string Name, int Value)[] options) =>
        options.ToDictionary(option => option.Name, option => JsonSerializer.SerializeToElement(option.Value));

    private static async Task<RunEstimate> EstimateAsync(DashboardApplication application, RunSpec spec)
    {
        var answer = await application.CreateClient().PostAsJsonAsync("/api/v1/estimates", spec, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<RunEstimate>(ContractsJson.Default.Options, Token))!;
    }

    /// <summary>Half a second per iteration, a fiftieth per epoch of the ConvNet, three for its test.</summary>
    private static void Work(RunSpec spec, RunLog log, RunControl control, string folder)
    {
        log.Append(new RunStarted("cpu", 1, "fake", 0));
        log.Append(new PhaseStarted("distil", 6));
        for (var k = 1; k <= 6; k++)
        {
            var seconds = k <= 3 ? 9 : 0.5;
            log.Append(new Measured(k, new Dictionary<string, double> { [Series.IterationTime] = seconds, [Series.ProcessMemory] = 800 + (2 * k) }));
        }

        log.Append(new NetworkEvaluated(6, spec.TrainingNetwork.Label, "synthetic", 0, 0.5, 0.5, 1, 20, 3 + (20 * 0.02), 3));
        log.Append(new RunEnded(RunStatus.Completed, ""));
    }
}
