using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Queue;

/// <summary>Where pages and REST ask for the lines of the devices.</summary>
internal sealed class QueueDesk : IQueue, IDisposable
{
    private readonly RunQueue _queue;
    private readonly ActiveRuns _active;
    private readonly RunIndex _index;
    private readonly RunForecasts _forecasts;
    private readonly TimeProvider _time;

    public QueueDesk(RunQueue queue, ActiveRuns active, RunIndex index, RunForecasts forecasts, TimeProvider time)
    {
        (_queue, _active, _index, _forecasts, _time) = (queue, active, index, forecasts, time);
        _queue.Changed += Tell;
        _forecasts.Changed += Tell;
        _index.Changed += Note;
    }

    public event Action? Changed;

    public IReadOnlyList<QueueLine> Lines()
    {
        var forecast = _forecasts.Now();
        return [.. _queue.Lines.Select(line => Line(line, forecast))];
    }

    public IReadOnlyList<QueueStretch> Past(DateTimeOffset since) =>
        [.. _index.List().SelectMany(Stretches).Where(stretch => (stretch.Sitting.EndedAt ?? DateTimeOffset.MaxValue) >= since)
            .OrderByDescending(stretch => stretch.Sitting.StartedAt)];

    public async Task<CommandResult> MoveAsync(RunId id, RunId? before, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_active.Find(id) is { } run) return await _queue.MoveAsync(run, before);
        return _index.Find(id) is null ? CommandResult.NotFound : CommandResult.Refused;
    }

    public Task<CommandResult> SetModeAsync(string device, QueueMode mode, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _queue.SetModeAsync(device, mode);
    }

    public void Dispose()
    {
        _queue.Changed -= Tell;
        _forecasts.Changed -= Tell;
        _index.Changed -= Note;
    }

    private QueueLine Line(DeviceLine line, RunForecast forecast)
    {
        var now = _time.GetUtcNow();
        var (mode, current, waiting) = line.Look();
        var first = current is null ? null : Current(current, forecast, now);
        var free = first is null ? now : first.ExpectedEnd;
        var places = new List<QueuePlace>(waiting.Count);
        foreach (var run in waiting)
        {
            var row = run.Summary;
            var needs = forecast.Of(row, run.Spec, run.Device);
            var start = mode == QueueMode.Open ? free : null;
            free = start is { } at && needs is { } need ? at.AddSeconds(need.Seconds) : null;
            places.Add(new QueuePlace(row, row.RequeuedAt ?? row.CreatedAt, start, free, needs?.Count ?? 0));
        }

        return new QueueLine(line.Device, mode, first, places);
    }

    private static QueuePlace Current(ActiveRun run, RunForecast forecast, DateTimeOffset now)
    {
        var row = run.Summary;
        var left = forecast.LeftOf(row, run.Spec, run.Device, run.State.SecondsLeft(now), now);
        var since = row.Sittings is [.., var sitting] ? sitting.StartedAt : row.StartedAt;
        return new QueuePlace(row, row.RequeuedAt ?? row.CreatedAt, since, left is { } known ? now.AddSeconds(known.Seconds) : null, left?.Count ?? 0);
    }

    /// <summary>Runs of a version that did not tell their stretches held the first device from their start to their end.</summary>
    private IEnumerable<QueueStretch> Stretches(RunSummary row)
    {
        var sittings = row.Sittings ?? (row.StartedAt is { } began
            ? [new Sitting(_queue.Devices[0].Name, row.CreatedAt, began, row.EndedAt, row.Status)]
            : []);
        return sittings.Select(sitting => new QueueStretch(
            row.Id, row.Name, row.IsMitigation, sitting.EndedAt is null ? sitting with { Status = row.Status } : sitting));
    }

    private void Tell() => Changed?.Invoke();

    /// <summary>Of the news of a run, those that change a line.</summary>
    private void Note(RunId id, RunSummary? row)
    {
        if (row is null || row.Status == RunStatus.Queued || row.Status.IsOver() || row.Iteration == 0) Tell();
    }
}
