using Contracts;

namespace Engine.Runs;

/// <summary>What the log of a run tells already when the run is taken up: a resumed run repeats none of it.</summary>
internal sealed class RunHistory
{
    private readonly HashSet<(int Iteration, string Network, string Set, int Repeat)> _evaluated = [];
    private readonly HashSet<int> _saved = [];
    private readonly HashSet<int> _projected = [];
    private readonly Dictionary<Cell, CellTrained> _trained = [];
    private readonly Dictionary<string, int> _measured = [];

    /// <summary>Reads the events of earlier attempts.</summary>
    public RunHistory(IReadOnlyList<RunEvent> events)
    {
        foreach (var e in events)
        {
            switch (e)
            {
                case Measured measured:
                    foreach (var series in measured.Values.Keys) _measured[series] = Math.Max(_measured.GetValueOrDefault(series), measured.Iteration);
                    break;
                case CellTrained trained:
                    _trained.TryAdd(trained.Cell, trained);
                    break;
                case NetworkEvaluated evaluated:
                    _evaluated.Add((evaluated.Iteration, evaluated.Network, evaluated.Set, evaluated.Repeat));
                    break;
                case SyntheticSetSaved saved:
                    _saved.Add(saved.Iteration);
                    break;
                case Projected projected:
                    _projected.Add(projected.Iteration);
                    break;
            }
        }
    }

    /// <summary>Whether a scalar was told.</summary>
    public bool WasMeasured(string series, int iteration) => iteration <= _measured.GetValueOrDefault(series);

    /// <summary>A training of a mitigation batch that was done and told; null for none.</summary>
    public CellTrained? Trained(Cell cell) => _trained.GetValueOrDefault(cell);

    /// <summary>Whether a training was done and told.</summary>
    public bool WasEvaluated(int iteration, string network, string set, int repeat) => _evaluated.Contains((iteration, network, set, repeat));

    /// <summary>Whether the set after an iteration was stored and told.</summary>
    public bool WasSaved(int iteration) => _saved.Contains(iteration);

    /// <summary>Whether the paths after an iteration were told.</summary>
    public bool WasProjected(int iteration) => _projected.Contains(iteration);
}
