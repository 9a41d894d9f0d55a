using System.Collections.Concurrent;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Home;

/// <summary>
/// What is active, best and in need of a person, over all runs. The part that looks at every run is made at most once a second, whoever asks.
/// </summary>
internal sealed class RunOverview : IOverview, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<RunId, SparkLine> _losses = new();
    private readonly Lock _gate = new();
    private readonly RunIndex _index;
    private readonly ActiveRuns _active;
    private readonly TimeProvider _time;
    private readonly AttentionList _attention;
    private (DateTimeOffset At, Overview Overview)? _made;

    public RunOverview(RunIndex index, ActiveRuns active, AttentionList attention, TimeProvider time)
    {
        (_index, _active, _attention, _time) = (index, active, attention, time);
        _index.Changed += Note;
    }

    public Overview Read()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (_made is not { } made || now - made.At >= Fresh || now < made.At) _made = made = (now, Make(now));
            return made.Overview;
        }
    }

    public void Dispose() => _index.Changed -= Note;

    private Overview Make(DateTimeOffset now)
    {
        var rows = _index.List();
        var disk = _attention.Disk();
        return new Overview(rows.Count, [.. Cards(now)], Best(rows), _attention.Of(rows, disk, now), disk);
    }

    private IEnumerable<RunCard> Cards(DateTimeOffset now) =>
        from run in _active.All.Where(run => run.IsStarted).OrderBy(run => run.Device, StringComparer.Ordinal)
        let state = run.State
        select new RunCard(
            run.Summary, state.SecondsLeft(now), _losses.GetValueOrDefault(run.Id)?.Points ?? [],
            state.SyntheticSets.IsEmpty ? null : $"api/v1/runs/{run.Id}/synthetic-sets/{state.SyntheticSets.Keys.Max()}.png");

    /// <summary>Batches judge recipes on sets that others made: they are no sets of their own.</summary>
    private static IReadOnlyList<BestSet> Best(IReadOnlyList<RunSummary> rows) =>
        [.. rows.Where(row => !row.IsMitigation && row.Status == RunStatus.Completed && row.Accuracy is not null)
            .GroupBy(row => (row.Data, row.ImagesPerClass))
            .OrderBy(group => group.Key.Data, StringComparer.Ordinal).ThenBy(group => group.Key.ImagesPerClass)
            .Select(group => new BestSet(group.MaxBy(row => row.Accuracy!.Mean)!, group.Count()))];

    /// <summary>Raised on the thread of the archiver, with every stored batch of a run.</summary>
    private void Note(RunId id, RunSummary? row)
    {
        if (row is null || row.Status.IsOver()) _losses.TryRemove(id, out _);
        else if (row.MatchingLoss is { } loss && row.Status == RunStatus.Running) _losses.GetOrAdd(id, _ => new SparkLine()).Add(row.Iteration, loss);
    }
}
