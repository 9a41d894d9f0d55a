namespace Dashboard.Client.Charts;

/// <summary>Something that happened at an iteration.</summary>
/// <param name="X">The iteration.</param>
/// <param name="Kind">"evaluation", "checkpoint" or "resume".</param>
public sealed record ChartMark(double X, string Kind);
