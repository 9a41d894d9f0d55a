using Contracts;

namespace Dashboard.Server.Queue;

/// <summary>
/// How long runs take: what the form estimates of their spec; where it cannot, by how long runs like them took, with the same method, data, network,
/// images per class and device.
/// </summary>
/// <param name="catalog">What the methods' options are by default.</param>
/// <param name="rows">Every run, the newest first.</param>
/// <param name="firstDevice">The device of runs that were stored before devices were told.</param>
/// <param name="estimate">What the form estimates of a run's spec; null for nothing yet.</param>
internal sealed class RunForecast(
    CatalogDescription catalog, IReadOnlyList<RunSummary> rows, string firstDevice, Func<RunSummary, RunSpec, RunEstimate?> estimate)
{
    private const string Iterations = "iterations";
    private const int MostMeasured = 20;
    private readonly ILookup<Kind, RunSummary> _completed = rows
        .Where(row => row.Status == RunStatus.Completed && row.StartedAt is not null && row.EndedAt is not null)
        .ToLookup(row => KindOf(row, row.Sittings is [.., var last] ? last.Device : firstDevice));

    private readonly Dictionary<Kind, (double Seconds, int Count)?> _paces = [];

    /// <summary>Seconds that a waiting run needs, and by how many measured runs that is known; null when none was like it.</summary>
    public (double Seconds, int Count)? Of(RunSummary row, RunSpec spec, string device)
    {
        if (UnitsOf(row, spec) is not { } units) return null;
        var done = HasUnits(row) ? Math.Min(units, row.Checkpoint) : 0;
        if (estimate(row, spec) is { Seconds: { } seconds } told && told.Device == device)
            return (seconds - (units == 0 ? 0 : told.DistillationSeconds!.Value * done / units), told.From.Count);
        return PaceOf(KindOf(row, device)) is { } pace ? (pace.Seconds * (units - done), pace.Count) : null;
    }

    /// <summary>Seconds that an active run still needs: by runs like it, and at least what is left of its phase at its present pace.</summary>
    public (double Seconds, int Count)? LeftOf(RunSummary row, RunSpec spec, string device, double? phaseLeft, DateTimeOffset now)
    {
        if (row.Status != RunStatus.Running) return null;
        var whole = Of(row with { Checkpoint = 0 }, spec, device);
        if (whole is null) return phaseLeft is { } left ? (left, 0) : null;
        return (Math.Max(phaseLeft ?? 0, whole.Value.Seconds - SecondsOf(row, now)), whole.Value.Count);
    }

    private (double Seconds, int Count)? PaceOf(Kind kind)
    {
        if (_paces.TryGetValue(kind, out var known)) return known;
        var measured = _completed[kind].Where(row => !HasUnits(row) || row.Iterations > 0).Take(MostMeasured)
            .Select(row => SecondsOf(row, row.EndedAt!.Value) / (HasUnits(row) ? row.Iterations : 1)).Order().ToList();
        return _paces[kind] = measured.Count == 0 ? null : (Median(measured), measured.Count);
    }

    /// <summary>Iterations of a distillation, trainings of a batch, one for a method without iterations; null when the spec does not tell.</summary>
    private int? UnitsOf(RunSummary row, RunSpec spec)
    {
        if (row.Iterations > 0 && HasUnits(row)) return row.Iterations;
        if (spec.Mitigation is not null) return MitigationPlan.Cells(spec).Count;
        if (Option(row.Method) is not { } option) return 1;
        var value = spec.Method.Options.TryGetValue(Iterations, out var asked) ? asked : option.Default;
        return value.ValueKind == System.Text.Json.JsonValueKind.Number && value.TryGetInt32(out var count) ? count : null;
    }

    private bool HasUnits(RunSummary row) => row.IsMitigation || Option(row.Method) is not null;

    private OptionField? Option(string method) =>
        catalog.Methods.FirstOrDefault(known => known.Name == method)?.Options.FirstOrDefault(option => option.Name == Iterations);

    /// <summary>Seconds in which the run held a device, in all.</summary>
    private static double SecondsOf(RunSummary row, DateTimeOffset now) => row.Sittings is { Count: > 0 } sittings
        ? sittings.Sum(sitting => ((sitting.EndedAt ?? now) - sitting.StartedAt).TotalSeconds)
        : row.StartedAt is { } began ? ((row.EndedAt ?? now) - began).TotalSeconds : 0;

    private static double Median(List<double> sorted) =>
        (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;

    private static Kind KindOf(RunSummary row, string device) =>
        new(row.Method, row.Data, row.TrainingNetwork, row.ImagesPerClass, device);

    private sealed record Kind(string Method, string Data, string Network, int? ImagesPerClass, string Device);
}
