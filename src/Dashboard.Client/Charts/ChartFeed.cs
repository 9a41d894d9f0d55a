using Contracts;

namespace Dashboard.Client.Charts;

/// <summary>A series that a chart reads from the log of a run, and how its line looks.</summary>
/// <param name="Series">Name of the series.</param>
/// <param name="Label">For people.</param>
/// <param name="Colour">Place in the palette: lines of one thing have one colour in every chart.</param>
/// <param name="Dash">Lengths of strokes and spaces; null for a solid line.</param>
/// <param name="Run">The run that measures it; null for the chart's own.</param>
public sealed record ChartFeed(string Series, string Label, int Colour, IReadOnlyList<int>? Dash = null, RunId? Run = null);
