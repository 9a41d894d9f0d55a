using System.Text.Json;
using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>A run as the store holds it: what was asked for, and its row of history.</summary>
/// <remarks>
/// The spec is read when it is first asked for: a start looks at every row, and at hardly any spec. One that cannot be read, because a later
/// version wrote it, makes a damaged run of which the row is right; it stays in the store as it is.
/// </remarks>
internal sealed record StoredRun
{
    private const string NoSpec = "What was asked for cannot be read; a later version of the server may have written it. "
        + "This run can be looked at and deleted, but not resumed or cloned.";

    private readonly Lazy<RunSpec?> _spec;
    private readonly Lazy<string> _json;

    public StoredRun(RunSpec spec, RunSummary summary) =>
        (_spec, _json, Summary) = (new Lazy<RunSpec?>(spec), new Lazy<string>(() => Serialize(spec)), summary);

    private StoredRun(string spec, RunSummary summary, Action<RunId, JsonException?> damaged) =>
        (_spec, _json, Summary) = (new Lazy<RunSpec?>(() => Parse(spec, e => damaged(summary.Id, e))), new Lazy<string>(spec), summary);

    private StoredRun(RunSummary summary) => (_spec, _json, Summary) = (new Lazy<RunSpec?>((RunSpec?)null), new Lazy<string>(""), summary);

    /// <summary>What was asked for; a placeholder when the run is damaged.</summary>
    public RunSpec Spec => _spec.Value ?? new RunSpec { Name = Summary.Name };

    /// <summary>The spec as it is stored.</summary>
    public string SpecJson => _json.Value;

    public RunSummary Summary { get; init; }

    /// <summary>Whether the spec is a placeholder, because the record was not what was written, or the spec cannot be read.</summary>
    public bool IsDamaged => _spec.Value is null;

    /// <summary>The row with the reason why the spec is a placeholder.</summary>
    public RunSummary DamagedSummary => SpecJson.Length == 0 ? Summary : Summary with { Reason = $"{Summary.Reason} {NoSpec}".TrimStart() };

    public static string Serialize(RunSpec spec) => JsonSerializer.Serialize(spec, ContractsJson.Default.RunSpec);

    public static string Serialize(RunSummary summary) => JsonSerializer.Serialize(summary, ContractsJson.Default.RunSummary);

    public static long Checksum(string id, string spec, string summary) => Sealed.Checksum(id, spec, summary);

    /// <summary>The run of a document, or a row that says that the document is damaged.</summary>
    /// <param name="id">Its key.</param>
    /// <param name="spec">What was asked for.</param>
    /// <param name="summary">The row.</param>
    /// <param name="crc">The checksum of all three.</param>
    /// <param name="damaged">Told of damage when it is found: of the record now, of the spec when it is first asked for.</param>
    public static StoredRun Read(string id, string spec, string summary, long crc, Action<RunId, JsonException?> damaged)
    {
        if (crc == Checksum(id, spec, summary))
            return new StoredRun(spec, JsonSerializer.Deserialize(summary, ContractsJson.Default.RunSummary)!, damaged);
        var run = RunId.TryParse(id, null, out var known) ? known : default;
        damaged(run, null);
        return Damaged(run);
    }

    private static RunSpec? Parse(string spec, Action<JsonException> unreadable)
    {
        try
        {
            return JsonSerializer.Deserialize(spec, ContractsJson.Default.RunSpec);
        }
        catch (JsonException e)
        {
            unreadable(e);
            return null;
        }
    }

    private static StoredRun Damaged(RunId run)
    {
        var spec = new RunSpec { Name = "Damaged record" };
        var summary = RunState.Submitted(run, spec, DateTimeOffset.UnixEpoch).Summary;
        const string reason = "The record of this run is damaged in the store: its spec and summary cannot be trusted.";
        return new StoredRun(summary with { Status = RunStatus.Failed, Reason = reason });
    }
}
