namespace Dashboard.Client.Charts;

/// <summary>A named line of few points, given by the page.</summary>
/// <param name="Label">For people.</param>
/// <param name="X">Iterations, rising.</param>
/// <param name="Y">Values.</param>
/// <param name="T">When each was made, in Unix seconds; null where nobody knows, and there is no axis of time then.</param>
/// <param name="Colour">Place in the palette; null for the place in the list.</param>
public sealed record ChartLine(
    string Label, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double>? T = null, int? Colour = null);
