using System.Text.Json;
using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>A run as the store holds it: what was asked for, and its row of history.</summary>
/// <remarks>The spec is read when it is first asked for: a start looks at every row, and at hardly any spec.</remarks>
internal sealed record StoredRun
{
    private readonly Lazy<RunSpec> _spec;
    private readonly Lazy<string> _json;

    public StoredRun(RunSpec spec, RunSummary summary) =>
        (_spec, _json, Summary) = (new Lazy<RunSpec>(spec), new Lazy<string>(() => Serialize(spec)), summary);

    private StoredRun(string spec, RunSummary summary) => (_spec, _json, Summary) = (
        new Lazy<RunSpec>(() => JsonSerializer.Deserialize(spec, ContractsJson.Default.RunSpec)!), new Lazy<string>(spec), summary);

    public RunSpec Spec => _spec.Value;

    /// <summary>The spec as it is stored.</summary>
    public string SpecJson => _json.Value;

    public RunSummary Summary { get; init; }

    /// <summary>Whether spec and summary are placeholders, because the record was not what was written.</summary>
    public bool IsDamaged { get; private init; }

    public static string Serialize(RunSpec spec) => JsonSerializer.Serialize(spec, ContractsJson.Default.RunSpec);

    public static string Serialize(RunSummary summary) => JsonSerializer.Serialize(summary, ContractsJson.Default.RunSummary);

    public static long Checksum(string id, string spec, string summary) => Sealed.Checksum(id, spec, summary);

    /// <summary>The run of a document, or a row that says that the document is damaged.</summary>
    public static StoredRun Read(string id, string spec, string summary, long crc)
    {
        var run = RunId.TryParse(id, null, out var known) ? known : default;
        if (crc != Checksum(id, spec, summary)) return Damaged(run);
        return new StoredRun(spec, JsonSerializer.Deserialize(summary, ContractsJson.Default.RunSummary)!);
    }

    private static StoredRun Damaged(RunId run)
    {
        var spec = new RunSpec { Name = "Damaged record" };
        var summary = RunState.Submitted(run, spec, DateTimeOffset.UnixEpoch).Summary;
        const string reason = "The record of this run is damaged in the store: its spec and summary cannot be trusted.";
        return new StoredRun(spec, summary with { Status = RunStatus.Failed, Reason = reason }) { IsDamaged = true };
    }
}
