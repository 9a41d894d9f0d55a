using Contracts;

namespace Dashboard.Client.Features.Runs;

/// <summary>What the parts of a run's page draw from.</summary>
/// <param name="Id">The run.</param>
/// <param name="Spec">What was asked for.</param>
/// <param name="State">What is known of it now.</param>
/// <param name="Marks">What happened at which iteration.</param>
/// <param name="Frames">Every stored frame, by iteration; the same list until there is another.</param>
/// <param name="Tab">The part that is shown.</param>
public sealed record RunView(
    RunId Id, RunSpec Spec, RunState State, RunMarks Marks, IReadOnlyList<SyntheticSetSaved> Frames, string Tab)
{
    /// <summary>Whether nothing more will be filled in.</summary>
    public bool Over => State.Summary.Status.IsOver();
}
