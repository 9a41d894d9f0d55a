using System.Collections.Immutable;
using Contracts;
using Dashboard.Client.Charts;

namespace Dashboard.Client.Features.Runs;

/// <summary>What happened at which iteration, for the charts; folded from the events like the state.</summary>
public sealed record RunMarks
{
    /// <summary>Nothing happened yet.</summary>
    public static readonly RunMarks None = new();

    private ImmutableSortedSet<(int Iteration, string Kind)> Seen { get; init; } = [];

    /// <summary>Every mark, by iteration.</summary>
    public IReadOnlyList<ChartMark> List => [.. Seen.Select(mark => new ChartMark(mark.Iteration, mark.Kind))];

    /// <summary>The marks after one more event; reading it twice does no harm.</summary>
    public RunMarks Apply(RunEvent e) => e switch
    {
        CheckpointSaved checkpoint => With(checkpoint.Iteration, "checkpoint"),
        RunStarted { ResumedFrom: > 0 } started => With(started.ResumedFrom, "resume"),
        NetworkEvaluated { Set: "synthetic" } evaluated => With(evaluated.Iteration, "evaluation"),
        _ => this,
    };

    private RunMarks With(int iteration, string kind) =>
        Seen.Contains((iteration, kind)) ? this : this with { Seen = Seen.Add((iteration, kind)) };
}
