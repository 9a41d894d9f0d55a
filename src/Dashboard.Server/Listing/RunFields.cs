using Contracts;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Listing;

/// <summary>Every field of a run by its name: its own, the options of its spec, the series that it measured.</summary>
internal sealed class RunFields(RunIndex index, TimeProvider time)
{
    private static readonly string[] Statistics = ["last", "min", "max", "mean", "count"];
    private static readonly string[] Shares = ["accuracy/", RunDigest.Test, "agreement", "subnetworks/"];

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tag"] = "tags",
        ["dataset"] = "data",
        ["acc"] = "accuracy",
        ["imagesPerClass"] = "ipc",
        ["loss"] = Series.MatchingLoss,
    };

    private static readonly Dictionary<string, BoundField> Own = new BoundField[]
    {
        Field("id", FieldKind.Text, run => FieldValue.Of(run.Row.Id.Value)),
        Field("name", FieldKind.Text, run => FieldValue.Of(run.Row.Name)),
        Field("status", FieldKind.Text, run => FieldValue.Of(Word(run.Row.Status))),
        Field("reason", FieldKind.Text, run => Filled(run.Row.Reason)),
        Field("phase", FieldKind.Text, run => Filled(run.Row.Phase)),
        Field("data", FieldKind.Text, run => FieldValue.Of(run.Row.Data)),
        Field("method", FieldKind.Text, run => FieldValue.Of(run.Row.Method)),
        Field("network", FieldKind.Text, run => FieldValue.Of(run.Row.TrainingNetwork)),
        Field("config", FieldKind.Text, run => FieldValue.Of(Configuration.Of(run))),
        Field("batch", FieldKind.Flag, run => FieldValue.Of(run.Row.IsMitigation)),
        Field("ipc", FieldKind.Number, run => FieldValue.Of((double?)run.Row.ImagesPerClass)),
        Field("iteration", FieldKind.Number, run => FieldValue.Of((double?)run.Row.Iteration)),
        Field("iterations", FieldKind.Number, run => FieldValue.Of(run.Row.Iterations > 0 ? run.Row.Iterations : null)),
        Field("progress", FieldKind.Share, run => FieldValue.Of(run.Row.Iterations > 0 ? (double)run.Row.Iteration / run.Row.Iterations : null)),
        Field("checkpoint", FieldKind.Number, run => FieldValue.Of(run.Row.Checkpoint > 0 ? run.Row.Checkpoint : null)),
        Field("accuracy", FieldKind.Share, run => FieldValue.Of(run.Row.Accuracy?.Mean)),
        Field("accuracy.std", FieldKind.Share, run => FieldValue.Of(run.Row.Accuracy?.Deviation)),
        Field("accuracy.n", FieldKind.Number, run => FieldValue.Of((double?)run.Row.Accuracy?.Count)),
        Field("random", FieldKind.Share, run => FieldValue.Of(run.Row.RandomAccuracy?.Mean)),
        Field("worst", FieldKind.Share, run => FieldValue.Of(run.Row.WorstAccuracy)),
        Field("worst.network", FieldKind.Text, run => FieldValue.Of(run.Row.WorstNetwork)),
        Field("gap", FieldKind.Share, run => FieldValue.Of(run.Row.Accuracy?.Mean - run.Row.WorstAccuracy)),
        Field("created", FieldKind.Time, run => FieldValue.Of(run.Row.CreatedAt)),
        Field("started", FieldKind.Time, run => FieldValue.Of(run.Row.StartedAt)),
        Field("ended", FieldKind.Time, run => FieldValue.Of(run.Row.EndedAt)),
        Field("tags", FieldKind.Words, run => FieldValue.Of(run.Meta.Tags)),
        Field("notes", FieldKind.Text, run => Filled(run.Meta.Notes)),
        Field("archived", FieldKind.Flag, run => FieldValue.Of(run.Meta.Archived)),
        Field("pinned", FieldKind.Flag, run => FieldValue.Of(run.Meta.Pinned)),
        Field("baseline", FieldKind.Flag, run => FieldValue.Of(run.Meta.Baseline)),
        Field("deleted", FieldKind.Time, run => FieldValue.Of(run.Meta.DeletedAt)),
    }.ToDictionary(field => field.Field.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A status as queries and JSON write it.</summary>
    public static string Word(RunStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>A field by its name; null when no run has such a thing.</summary>
    public BoundField? Find(string name)
    {
        name = Aliases.GetValueOrDefault(name, name);
        if (Own.TryGetValue(name, out var own)) return own;
        if (name.Equals("duration", StringComparison.OrdinalIgnoreCase)) return Duration(time.GetUtcNow());
        if (index.Parameter(name) is { } parameter) return new BoundField(parameter, run => run.Parameters.Find(name));
        if (index.HasSeries(name)) return Metric(name, name, "last");
        var dot = name.LastIndexOf('.');
        return dot > 0 && Statistics.Contains(name[(dot + 1)..]) && index.HasSeries(name[..dot]) ? Metric(name, name[..dot], name[(dot + 1)..]) : null;
    }

    /// <summary>Every field: the run's own first, then parameters and metrics by name.</summary>
    public IReadOnlyList<RunField> All() =>
    [
        .. Own.Values.Select(field => field.Field).Append(Duration(default).Field).OrderBy(field => field.Name, StringComparer.Ordinal),
        .. index.Parameters.OrderBy(field => field.Name, StringComparer.Ordinal),
        .. index.Series.Order(StringComparer.Ordinal).SelectMany(
            series => Statistics.Select(statistic => Metric(statistic == "last" ? series : $"{series}.{statistic}", series, statistic).Field)),
    ];

    /// <summary>The field that a wrong name may have meant.</summary>
    public static string? Nearest(string name, IReadOnlyList<RunField> all)
    {
        var (most, asked) = (Math.Max(1, name.Length / 3), name.ToLowerInvariant());
        return all.Where(field => Math.Abs(field.Name.Length - name.Length) <= most)
            .Select(field => (field.Name, Distance: Distance(asked, field.Name.ToLowerInvariant())))
            .Where(field => field.Distance <= most).OrderBy(field => field.Distance).Select(field => field.Name).FirstOrDefault();
    }

    private static BoundField Field(string name, FieldKind kind, Func<RunRecord, FieldValue> read) => new(new RunField(name, kind, FieldGroup.Run), read);

    private static BoundField Duration(DateTimeOffset now) => Field("duration", FieldKind.Duration, run =>
        FieldValue.Of(run.Row.StartedAt is { } started ? ((run.Row.EndedAt ?? now) - started).TotalSeconds : null));

    private static BoundField Metric(string name, string series, string statistic)
    {
        var kind = statistic != "count" && Shares.Any(prefix => series.StartsWith(prefix, StringComparison.Ordinal)) ? FieldKind.Share : FieldKind.Number;
        Func<SeriesDigest, double> pick = statistic switch
        {
            "last" => digest => digest.Last,
            "min" => digest => digest.Min,
            "max" => digest => digest.Max,
            "mean" => digest => digest.Mean,
            _ => digest => digest.Count,
        };
        return new BoundField(
            new RunField(name, kind, FieldGroup.Metric), run => run.Digest.Find(series) is { } digest ? FieldValue.Of(pick(digest)) : FieldValue.Null);
    }

    private static FieldValue Filled(string text) => FieldValue.Of(text.Length == 0 ? null : text);

    /// <summary>Letters to insert, remove or replace (Levenshtein).</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
