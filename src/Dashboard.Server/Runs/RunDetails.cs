using Contracts;

namespace Dashboard.Server.Runs;

/// <summary>A run as REST shows it; <paramref name="Seq"/> is the last event that went into it.</summary>
internal sealed record RunDetails(RunSummary Summary, RunSpec Spec, IReadOnlyList<MatrixRow> Matrix, long Seq, bool Damaged)
{
    public static RunDetails? Of(RunId id, RunDesk desk) =>
        desk.State(id) is { } state && desk.Spec(id) is { } spec
            ? new RunDetails(state.Summary, spec, state.Matrix(), state.Seq, desk.IsDamaged(id))
            : null;
}
