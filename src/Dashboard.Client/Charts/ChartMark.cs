namespace Dashboard.Client.Charts;

/// <summary>Something that happened at an iteration.</summary>
public sealed record ChartMark(double X, string Label);
