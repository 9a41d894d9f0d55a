namespace Dashboard.Client.Charts;

/// <summary>A named line of few points, given by the page.</summary>
public sealed record ChartLine(string Label, IReadOnlyList<double> X, IReadOnlyList<double> Y);
