using System.Text.Json.Serialization;

namespace Dashboard.Server.Runs;

/// <summary>A series, thinned for a chart.</summary>
/// <param name="Name">Name of the series.</param>
/// <param name="Total">Points before thinning.</param>
/// <param name="LastSeq">Last event that was read: live batches go on after it.</param>
/// <param name="Width">Width of the buckets of thinning, in iterations; 1 where every point is there.</param>
/// <param name="Holes">How many of all points are no finite number.</param>
/// <param name="X">Iterations.</param>
/// <param name="Y">Values; "NaN", "Infinity" and "-Infinity" for what is no finite number.</param>
/// <param name="T">Unix seconds.</param>
internal sealed record Points(
    string Name, int Total, long LastSeq, int Width, int Holes, IReadOnlyList<int> X,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] IReadOnlyList<double> Y, IReadOnlyList<double> T);
