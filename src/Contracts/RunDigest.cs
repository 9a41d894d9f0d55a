using System.Collections.Concurrent;

namespace Contracts;

/// <summary>Every series of a run in five numbers each, up to an event: so that a table can show metrics without reading logs.</summary>
/// <remarks>Values that are no finite numbers are skipped: one would spoil every number after it. Curves of the single trainings of a batch, and of single experts, are left out: they are thousands, and no column.</remarks>
public sealed class RunDigest
{
    /// <summary>Series that are kept, at most; those that come first stay.</summary>
    public const int MostSeries = 512;

    /// <summary>What the test accuracies of a network are called: "test/lenet".</summary>
    public const string Test = "test/";

    /// <summary>Of a run without events.</summary>
    public static readonly RunDigest None = new(0, [], []);

    private static readonly ConcurrentDictionary<string, string[]> Shapes = new(StringComparer.Ordinal);
    private readonly string[] _names;
    private readonly SeriesDigest[] _values;

    private RunDigest(long seq, string[] names, SeriesDigest[] values) => (Seq, _names, _values) = (seq, names, values);

    /// <summary>The last event that is in it.</summary>
    public long Seq { get; }

    /// <summary>Names of the series, in ordinal order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The digests, in the order of the names.</summary>
    public IReadOnlyList<SeriesDigest> Values => _values;

    /// <summary>A digest from its parts, as they were stored.</summary>
    public static RunDigest Of(long seq, IReadOnlyList<string> names, IReadOnlyList<SeriesDigest> values) =>
        new(seq, Shared([.. names]), [.. values]);

    /// <summary>A digest from its parts, with its names in one text, a line each.</summary>
    public static RunDigest Of(long seq, string names, IReadOnlyList<SeriesDigest> values) =>
        new(seq, Shapes.GetOrAdd(names, text => text.Length == 0 ? [] : text.Split('\n')), [.. values]);

    /// <summary>A series; null for one that was not measured.</summary>
    public SeriesDigest? Find(string name) => Array.BinarySearch(_names, name, StringComparer.Ordinal) is >= 0 and var at ? _values[at] : null;

    /// <summary>The digest after more events. Those it has are skipped; after a gap nothing is taken, so that the missing ones can be read first.</summary>
    public RunDigest Apply(IReadOnlyList<RunEvent> events)
    {
        if (events.Count == 0 || events[^1].Seq <= Seq || events[0].Seq > Seq + 1) return this;
        var (names, values) = (_names, _values.ToArray());
        foreach (var (name, value) in events.Where(e => e.Seq > Seq).SelectMany(Points).Where(point => double.IsFinite(point.Value)))
        {
            var at = Array.BinarySearch(names, name, StringComparer.Ordinal);
            if (at < 0 && names.Length >= MostSeries) continue;
            if (at < 0)
            {
                at = ~at;
                names = [.. names[..at], name, .. names[at..]];
                values = [.. values[..at], default, .. values[at..]];
            }

            values[at] = values[at].With(value);
        }

        return new RunDigest(events[^1].Seq, ReferenceEquals(names, _names) ? names : Shared(names), values);
    }

    private static IEnumerable<(string Name, double Value)> Points(RunEvent e) => e switch
    {
        Measured measured => measured.Values.Where(point => IsColumn(point.Key)).Select(point => (point.Key, point.Value)),
        NetworkEvaluated { Set: "synthetic" } evaluated => [(Test + evaluated.Network, evaluated.Accuracy)],
        CellTrained { Cell.Set: MitigationPlan.Synthetic or MitigationPlan.Real } trained => [($"{Test}{trained.Cell.Network}/{trained.Cell.Recipe}", trained.Accuracy)],
        _ => [],
    };

    private static bool IsColumn(string series) => series.Count(c => c == '/') < 4 && !series.StartsWith("experts/", StringComparison.Ordinal);

    /// <summary>Runs of one kind measure the same series: they share one list of names.</summary>
    private static string[] Shared(string[] names) => Shapes.GetOrAdd(string.Join('\n', names), names);
}
