using Contracts;

namespace Dashboard.Client.Charts;

/// <summary>A named line of few points, given by the page.</summary>
/// <param name="Label">For people.</param>
/// <param name="X">Iterations or epochs, rising.</param>
/// <param name="Y">One value for each.</param>
/// <param name="Colour">Place in the palette; null for its place among the lines.</param>
/// <param name="Dash">Lengths of strokes and spaces; null for a solid line.</param>
/// <param name="Run">The run it belongs to, where a chart shows several.</param>
public sealed record ChartLine(
    string Label, IReadOnlyList<double> X, IReadOnlyList<double> Y, int? Colour = null, IReadOnlyList<int>? Dash = null, RunId? Run = null);
