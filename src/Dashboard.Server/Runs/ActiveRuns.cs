using System.Collections.Concurrent;
using Contracts;

namespace Dashboard.Server.Runs;

/// <summary>The runs in memory.</summary>
internal sealed class ActiveRuns
{
    private readonly ConcurrentDictionary<RunId, ActiveRun> _runs = new();

    public IReadOnlyList<ActiveRun> All => [.. _runs.Values];

    public ActiveRun? Find(RunId id) => _runs.GetValueOrDefault(id);

    public void Add(ActiveRun run) => _runs[run.Id] = run;

    public void Remove(RunId id) => _runs.TryRemove(id, out _);

    /// <summary>The run that holds a device.</summary>
    public RunId? On(string device) => _runs.Values.FirstOrDefault(run => run.IsStarted && run.Device == device)?.Id;
}
