using Contracts;

namespace Engine.Runs;

/// <summary>What the log of a run tells already when the run is taken up: a resumed run repeats none of it.</summary>
internal sealed class RunHistory
{
    private readonly HashSet<(int Iteration, string Network, string Set, int Repeat)> _evaluated = [];
    private readonly HashSet<int> _saved = [];

    /// <summary>Reads the events of earlier attempts.</summary>
    public RunHistory(IReadOnlyList<RunEvent> events)
    {
        foreach (var e in events)
        {
            switch (e)
            {
                case Measured measured:
                    LastMeasured = Math.Max(LastMeasured, measured.Iteration);
                    break;
                case NetworkEvaluated evaluated:
                    _evaluated.Add((evaluated.Iteration, evaluated.Network, evaluated.Set, evaluated.Repeat));
                    break;
                case SyntheticSetSaved saved:
                    _saved.Add(saved.Iteration);
                    break;
            }
        }
    }

    /// <summary>Last iteration whose scalars were told; 0 for none.</summary>
    public int LastMeasured { get; }

    /// <summary>Whether a training was done and told.</summary>
    public bool WasEvaluated(int iteration, string network, string set, int repeat) => _evaluated.Contains((iteration, network, set, repeat));

    /// <summary>Whether the set after an iteration was stored and told.</summary>
    public bool WasSaved(int iteration) => _saved.Contains(iteration);
}
