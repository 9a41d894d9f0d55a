using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>A run as the store holds it: what was asked for, and its row of history.</summary>
internal sealed record StoredRun(RunSpec Spec, RunSummary Summary)
{
    /// <summary>Whether spec and summary are placeholders, because the record was not what was written.</summary>
    public bool IsDamaged { get; private init; }

    public static string Serialize(RunSpec spec) => JsonSerializer.Serialize(spec, ContractsJson.Default.RunSpec);

    public static string Serialize(RunSummary summary) => JsonSerializer.Serialize(summary, ContractsJson.Default.RunSummary);

    public static long Checksum(string id, string spec, string summary) =>
        Crc32.HashToUInt32(Encoding.UTF8.GetBytes($"{id}\n{spec}\n{summary}"));

    /// <summary>The run of a document, or a row that says that the document is damaged.</summary>
    public static StoredRun Read(string id, string spec, string summary, long crc)
    {
        var run = RunId.TryParse(id, null, out var known) ? known : default;
        if (crc != Checksum(id, spec, summary)) return Damaged(run);
        return new StoredRun(
            JsonSerializer.Deserialize(spec, ContractsJson.Default.RunSpec)!,
                JsonSerializer.Deserialize(summary, ContractsJson.Default.RunSummary)!);
    }

    private static StoredRun Damaged(RunId run)
    {
        var spec = new RunSpec { Name = "Damaged record" };
        var summary = RunState.Submitted(run, spec, DateTimeOffset.UnixEpoch).Summary;
        const string reason = "The record of this run is damaged in the store: its spec and summary cannot be trusted.";
        return new StoredRun(spec, summary with { Status = RunStatus.Failed, Reason = reason }) { IsDamaged = true };
    }
}
