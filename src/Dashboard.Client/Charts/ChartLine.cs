using Contracts;

namespace Dashboard.Client.Charts;

/// <summary>A named line of few points, given by the page.</summary>
/// <param name="Label">For people.</param>
/// <param name="X">Iterations or epochs, rising.</param>
/// <param name="Y">One value for each.</param>
/// <param name="T">When each was made, in Unix seconds; null where nobody knows, and there is no axis of time then.</param>
/// <param name="Colour">Place in the palette; null for the place in the list.</param>
/// <param name="Dash">Lengths of strokes and spaces; null for the pattern that belongs to the place.</param>
/// <param name="Run">The run it belongs to, where a chart shows several.</param>
public sealed record ChartLine(
    string Label, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double>? T = null, int? Colour = null,
    IReadOnlyList<int>? Dash = null, RunId? Run = null);
