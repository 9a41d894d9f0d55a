namespace Dashboard.Server.Runs;

/// <summary>A series, thinned for a chart.</summary>
/// <param name="Name">Name of the series.</param>
/// <param name="Total">Points before thinning.</param>
/// <param name="LastSeq">Last event that was read: live batches go on after it.</param>
/// <param name="X">Iterations.</param>
/// <param name="Y">Values.</param>
/// <param name="T">Unix seconds.</param>
internal sealed record Points(
    string Name, int Total, long LastSeq, IReadOnlyList<int> X, IReadOnlyList<double> Y, IReadOnlyList<double> T);
