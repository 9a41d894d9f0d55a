using Contracts;

namespace Dashboard.Server.Runs;

/// <summary>A run as REST shows it.</summary>
/// <param name="Summary">Its row of history.</param>
/// <param name="Spec">What was asked for; null when its record is damaged.</param>
/// <param name="Matrix">Test networks by sets.</param>
/// <param name="Seq">The last event that went into this.</param>
/// <param name="Damaged">Whether a part of its record or log was found damaged.</param>
internal sealed record RunDetails(RunSummary Summary, RunSpec? Spec, IReadOnlyList<MatrixRow> Matrix, long Seq, bool Damaged)
{
    public static RunDetails? Of(RunId id, RunDesk desk) =>
        desk.State(id) is { } state
            ? new RunDetails(desk.Summary(id) ?? state.Summary, desk.Spec(id), state.Matrix(), state.Seq, desk.IsDamaged(id))
            : null;
}
