using Contracts;

namespace Dashboard.Client.Features.Compare;

/// <summary>One run of a comparison and how it is marked.</summary>
public sealed record CompareEntry(RunMark Mark, ComparedRun Run)
{
    public RunId Id => Run.Id;

    public RunSummary Summary => Run.State.Summary;

    /// <summary>Letter and name: names alone need not differ.</summary>
    public string Label => $"{Mark.Letter} · {Summary.Name}";
}

/// <summary>What the parts of a comparison draw from.</summary>
/// <param name="Runs">At least two, in the order of the address.</param>
/// <param name="Base">The one that differences are taken against.</param>
public sealed record CompareView(IReadOnlyList<CompareEntry> Runs, CompareEntry Base)
{
    /// <summary>Whether a batch of the lab is among them.</summary>
    public bool HasBatch => Runs.Any(entry => entry.Run.Spec.Mitigation is not null);
}
