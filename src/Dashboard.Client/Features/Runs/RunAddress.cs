using Contracts;

namespace Dashboard.Client.Features.Runs;

/// <summary>Where a run is shown and copied: batches of the mitigation lab have pages of their own.</summary>
internal static class RunAddress
{
    public const string Runs = "runs";

    public const string Batches = "mitigate";

    /// <summary>The part of the site that a run belongs to.</summary>
    public static string Part(RunSummary run) => run.IsMitigation ? Batches : Runs;

    public static string Of(RunSummary run) => $"{Part(run)}/{run.Id}";

    /// <summary>A form that starts from what the run was asked for.</summary>
    public static string Clone(RunSummary run) => run.IsMitigation ? $"{Batches}?clone={run.Id}" : $"{Runs}/new?clone={run.Id}";

    /// <summary>The page that compares runs, in this order.</summary>
    public static string Compare(IEnumerable<RunId> runs) => "compare?runs=" + string.Join(',', runs);

    /// <summary>A form for a batch that trains on the set of a run.</summary>
    public static string Mitigate(RunSummary run) => $"{Batches}?run={run.Id}";
}
