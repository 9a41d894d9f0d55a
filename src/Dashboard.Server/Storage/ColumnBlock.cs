using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>
/// What up to 4,096 events of a run measured, by series: a second form of the event chunks, for charts. It can always be made again from them.
/// </summary>
/// <param name="Index">Which block of the run.</param>
/// <param name="Last">Sequence number of the last event that is in it.</param>
/// <param name="Iterations">The iteration of each measurement.</param>
/// <param name="Times">When each was made, in Unix milliseconds.</param>
/// <param name="Columns">The values of each series.</param>
internal sealed record ColumnBlock(
    long Index, long Last, IReadOnlyList<int> Iterations, IReadOnlyList<long> Times, IReadOnlyDictionary<string, Column> Columns)
{
    /// <summary>Events of a block: a whole number of event chunks.</summary>
    public const int Size = 16 * EventChunk.Size;

    public static long IndexOf(long seq) => (seq - 1) / Size;

    /// <summary>The block of the events of one index, from its first one on.</summary>
    public static ColumnBlock Of(long index, IReadOnlyList<RunEvent> events)
    {
        var (iterations, times) = (new List<int>(), new List<long>());
        var columns = new Dictionary<string, Column>(StringComparer.Ordinal);
        foreach (var measured in events.OfType<Measured>())
        {
            foreach (var (name, value) in measured.Values)
            {
                if (!columns.TryGetValue(name, out var column)) columns.Add(name, column = new Column([], []));
                column.Places.Add((ushort)iterations.Count);
                column.Values.Add(value);
            }

            iterations.Add(measured.Iteration);
            times.Add(measured.At.ToUnixTimeMilliseconds());
        }

        return new ColumnBlock(index, events[^1].Seq, iterations, times, columns);
    }
}
