using System.Collections.Concurrent;
using Contracts;
using Dashboard.Server.Estimates;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Queue;

/// <summary>Forecasts of the lines, with the estimate that the form shows of the same spec. It is made beside whoever asks, and again once another run has ended.</summary>
internal sealed partial class RunForecasts(RunIndex index, RunQueue queue, EngineDoor engine, RunEstimates estimates, ILogger<RunForecasts> log)
{
    private readonly ConcurrentDictionary<RunId, Remembered> _told = new();

    /// <summary>Raised on another thread when an estimate has come.</summary>
    public event Action? Changed;

    public RunForecast Now()
    {
        var rows = index.List();
        var ended = rows.Count(row => row.Status.IsOver());
        foreach (var id in _told.Keys.Where(id => index.Find(id)?.Status.IsOver() != false)) _told.TryRemove(id, out _);
        return new RunForecast(engine.Describe(), rows, queue.Devices[0].Name, (row, spec) => Told(row.Id, spec, ended));
    }

    private RunEstimate? Told(RunId id, RunSpec spec, int ended)
    {
        var known = _told.GetValueOrDefault(id);
        if (known?.Ended == ended) return known.Estimate;
        _told[id] = new Remembered(ended, known?.Estimate);
        _ = AskAsync(id, spec, ended);
        return known?.Estimate;
    }

    private async Task AskAsync(RunId id, RunSpec spec, int ended)
    {
        try
        {
            if (await estimates.OfAsync(spec, CancellationToken.None) is not { } estimate) return;
            _told[id] = new Remembered(ended, estimate);
            Changed?.Invoke();
        }
        catch (StorageException e)
        {
            Log.Failed(log, id, e);
        }
    }

    /// <param name="Ended">How many runs had ended when it was asked for.</param>
    /// <param name="Estimate">The newest that has come.</param>
    private sealed record Remembered(int Ended, RunEstimate? Estimate);

    private static partial class Log
    {
        [LoggerMessage(86, LogLevel.Warning, "What run {Run} will take cannot be read now.")]
        public static partial void Failed(ILogger logger, RunId run, Exception exception);
    }
}
