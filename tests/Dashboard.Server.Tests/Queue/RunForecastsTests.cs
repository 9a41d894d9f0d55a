using System.Collections.Concurrent;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Estimates;
using Dashboard.Server.Hosting;
using Dashboard.Server.Queue;
using Dashboard.Server.Runs;
using Engine;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Queue;

/// <summary>Two hundred runs wait, and what they will take is told by the logs of the same twenty.</summary>
public sealed class RunForecastsTests : IDisposable
{
    private const int Ended = 20, Waiting = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(10);

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Estimates_are_made_one_at_a_time_and_read_a_log_once()
    {
        using var looked = new ManualResetEventSlim();
        var reads = new ConcurrentDictionary<string, int>();
        var (at, most, changes) = (0, 0, 0);
        await using var application = await ApplicationAsync(Count);
        var forecasts = application.Services.GetRequiredService<RunForecasts>();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        forecasts.Changed += () =>
        {
            Interlocked.Increment(ref changes);
            if (reads.GetValueOrDefault("Waiting") == Waiting) told.TrySetResult();
        };
        Look(application);
        looked.Set();
        await told.Task.WaitAsync(Patience, Cancellation);
        Look(application);
        Assert.Equal(Waiting, reads["Waiting"]);
        Assert.Equal(Enumerable.Repeat(1, Ended), Enumerable.Range(1, Ended).Select(number => reads[$"Ended {number}"]));
        Assert.Equal((1, 1), (most, changes));

        RunWork Count(RunSpec spec)
        {
            looked.Wait(Patience, Cancellation);
            reads.AddOrUpdate(spec.Name, 1, (_, count) => count + 1);
            InterlockedMax(ref most, Interlocked.Increment(ref at));
            Thread.Yield();
            Interlocked.Decrement(ref at);
            return Probes.Work(spec);
        }
    }

    [Fact]
    public async Task An_estimate_that_fails_is_told_in_the_log_and_keeps_no_other_away()
    {
        await using var application = await ApplicationAsync(spec => spec.Name == "Waiting" ? throw new FormatException() : Probes.Work(spec));
        var (services, log) = (application.Services, new ToldLog<RunForecasts>());
        using var forecasts = new RunForecasts(
            services.GetRequiredService<RunIndex>(), services.GetRequiredService<RunQueue>(), services.GetRequiredService<EngineDoor>(),
            services.GetRequiredService<RunEstimates>(), log);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        forecasts.Changed += told.SetResult;
        var (row, now) = (application.Desk.List()[0], forecasts.Now());
        now.Of(row, Spec("Waiting"), "cpu");
        Assert.IsType<FormatException>((await log.NextAsync()).Fault);
        now.Of(application.Desk.List()[1], Spec("Other"), "cpu");
        await told.Task.WaitAsync(Patience, Cancellation);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static RunSpec Spec(string name) => new() { Name = name, Method = new ComponentSpec { Name = "distribution-matching" } };

    private static void Look(DashboardApplication application) =>
        Assert.Equal(Waiting, application.Services.GetRequiredService<IQueue>().Lines()[0].Waiting.Count);

    private static void InterlockedMax(ref int most, int value)
    {
        while (Volatile.Read(ref most) is var known && value > known) Interlocked.CompareExchange(ref most, value, known);
    }

    /// <summary>The line is held, so that every run waits.</summary>
    private async Task<DashboardApplication> ApplicationAsync(Func<RunSpec, RunWork> work)
    {
        await StoredRuns.FillAsync(_folder.Path, Ended, spec: number => Spec($"Ended {number}"));
        var application = new DashboardApplication(_folder.Path, _engine.Execute) { Work = work };
        await application.Services.GetRequiredService<IQueue>().SetModeAsync("cpu", QueueMode.Draining, Cancellation);
        for (var i = 0; i < Waiting; i++) await application.SubmitAsync(Spec("Waiting"));
        return application;
    }
}
