using Contracts;
using Engine.Runs;

namespace Dashboard.Server.Tests;

/// <summary>A run of as many iterations as asked for; each waits for a permit of the test.</summary>
internal sealed class FakeEngine(int iterations) : IDisposable
{
    private readonly SemaphoreSlim _permits = new(0);

    public FakeEngine Allow(int count)
    {
        _permits.Release(count);
        return this;
    }

    public void Execute(RunSpec spec, RunLog log, RunControl control, string folder)
    {
        var first = log.Snapshot().OfType<Measured>().LastOrDefault()?.Iteration ?? 0;
        log.Append(new RunStarted("cpu", 1, "fake", first));
        log.Append(new PhaseStarted("distil", iterations));
        for (var k = first + 1; k <= iterations; k++)
        {
            if (!MayGoOn(log, control)) return;
            log.Append(new Measured(k, new Dictionary<string, double> { [Series.MatchingLoss] = 1.0 / k, ["lr"] = 0.5 }));
        }

        log.Append(new Noted("information", "Größe “é” 😀 fertig"));
        log.Append(new RunEnded(RunStatus.Completed, ""));
    }

    public void Dispose() => _permits.Dispose();

    private bool MayGoOn(RunLog log, RunControl control)
    {
        var held = false;
        while (control.Request == StopRequest.None)
        {
            if (control.PauseRequested != held)
            {
                held = !held;
                log.Append(new StatusChanged(held ? RunStatus.Paused : RunStatus.Running));
            }

            if (held) Thread.Yield();
            else if (_permits.Wait(TimeSpan.FromMilliseconds(5))) return true;
        }

        log.Append(control.Request == StopRequest.Cancel
            ? new RunEnded(RunStatus.Cancelled, "Cancelled.")
            : new RunEnded(RunStatus.Interrupted, "The server stopped."));
        return false;
    }
}
