namespace Contracts;

/// <summary>What is known of one of several runs that are compared.</summary>
/// <param name="Id">The run.</param>
/// <param name="Spec">What was asked for.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Cost">What it has cost so far.</param>
public sealed record ComparedRun(RunId Id, RunSpec Spec, RunState State, RunCost Cost)
{
    /// <summary>Fewest runs of a comparison.</summary>
    public const int Fewest = 2;

    /// <summary>Most runs of a comparison: more lines than that cannot be told apart.</summary>
    public const int Most = 12;
}
