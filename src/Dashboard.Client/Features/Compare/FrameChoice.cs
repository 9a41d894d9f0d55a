using Contracts;

namespace Dashboard.Client.Features.Compare;

/// <summary>Which stored frames of several runs stand under one slider.</summary>
internal static class FrameChoice
{
    /// <summary>Every iteration after which a run stored a frame, each once, rising.</summary>
    public static IReadOnlyList<int> Steps(IEnumerable<ComparedRun> runs) =>
        [.. runs.SelectMany(run => run.State.SyntheticSets.Keys).Distinct().Order()];

    /// <summary>The frame nearest to an iteration, the earlier of two that are equally near; null without frames.</summary>
    public static SyntheticSetSaved? Nearest(RunState state, int iteration) =>
        state.SyntheticSets.Values.MinBy(frame => Math.Abs((long)frame.Iteration - iteration));

    /// <summary>Place of the step nearest to an iteration; the last one where none is asked for.</summary>
    public static int Place(IReadOnlyList<int> steps, int? iteration) => iteration is { } asked
        ? steps.Index().MinBy(step => Math.Abs((long)step.Item - asked)).Index
        : steps.Count - 1;
}
