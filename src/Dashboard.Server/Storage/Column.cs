namespace Dashboard.Server.Storage;

/// <summary>The values of one series in a block.</summary>
/// <param name="Places">Which measurement of the block each belongs to, rising.</param>
/// <param name="Values">The values.</param>
internal sealed record Column(List<ushort> Places, List<double> Values);
