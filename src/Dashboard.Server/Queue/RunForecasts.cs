using System.Collections.Concurrent;
using Contracts;
using Dashboard.Server.Estimates;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Queue;

/// <summary>
/// Forecasts of the lines, with the estimate that the form shows of the same spec. Estimates are made beside whoever asks, one after the other, and again
/// once another run has ended.
/// </summary>
internal sealed partial class RunForecasts(RunIndex index, RunQueue queue, EngineDoor engine, RunEstimates estimates, ILogger<RunForecasts> log)
    : IDisposable
{
    private readonly ConcurrentDictionary<RunId, Remembered> _told = new();
    private readonly Queue<Asked> _asked = new();
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _gone = new();
    private bool _reading;

    /// <summary>Raised on another thread when all the estimates that were asked for have come.</summary>
    public event Action? Changed;

    public RunForecast Now()
    {
        var rows = index.List();
        var ended = rows.Count(row => row.Status.IsOver());
        foreach (var id in _told.Keys.Where(id => index.Find(id)?.Status.IsOver() != false)) _told.TryRemove(id, out _);
        return new RunForecast(engine.Describe(), rows, queue.Devices[0].Name, (row, spec) => Told(row.Id, spec, ended));
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private RunEstimate? Told(RunId id, RunSpec spec, int ended)
    {
        var known = _told.GetValueOrDefault(id);
        if (known?.Ended == ended) return known.Estimate;
        var asked = new Remembered(ended, known?.Estimate);
        if (known is null ? _told.TryAdd(id, asked) : _told.TryUpdate(id, asked, known)) Ask(new Asked(id, spec, asked));
        return known?.Estimate;
    }

    private void Ask(Asked asked)
    {
        lock (_gate)
        {
            _asked.Enqueue(asked);
            if (_reading) return;
            _reading = true;
        }

        _ = Task.Run(() => ReadAsync(_gone.Token));
    }

    private Asked? Next()
    {
        lock (_gate)
        {
            if (_asked.TryDequeue(out var asked)) return asked;
            _reading = false;
            return null;
        }
    }

    /// <summary>One at a time, however many runs wait: each may read the logs of many others.</summary>
    private async Task ReadAsync(CancellationToken cancellation)
    {
        var came = false;
        while (Next() is { } asked && !cancellation.IsCancellationRequested) came |= await TryReadAsync(asked, cancellation);
        if (came) Tell();
    }

    /// <summary>Whether an estimate has come; none for a run that has left the line meanwhile, or that was asked for anew.</summary>
    private async Task<bool> TryReadAsync(Asked asked, CancellationToken cancellation)
    {
        try
        {
            return _told.GetValueOrDefault(asked.Run) == asked.Place
                && await estimates.OfAsync(asked.Spec, cancellation) is { } estimate
                && _told.TryUpdate(asked.Run, asked.Place with { Estimate = estimate }, asked.Place);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)     // the others have theirs all the same
        {
            Log.Failed(log, asked.Run, e);
            return false;
        }
    }

    private void Tell()
    {
        try
        {
            Changed?.Invoke();
        }
        catch (Exception e)     // nobody awaits the reading
        {
            Log.ListenerThrew(log, e);
        }
    }

    private sealed record Asked(RunId Run, RunSpec Spec, Remembered Place);

    /// <param name="Ended">How many runs had ended when it was asked for.</param>
    /// <param name="Estimate">The newest that has come.</param>
    private sealed record Remembered(int Ended, RunEstimate? Estimate);

    private static partial class Log
    {
        [LoggerMessage(86, LogLevel.Warning, "What run {Run} will take cannot be read now.")]
        public static partial void Failed(ILogger logger, RunId run, Exception exception);

        [LoggerMessage(87, LogLevel.Warning, "A listener to estimates failed.")]
        public static partial void ListenerThrew(ILogger logger, Exception exception);
    }
}
