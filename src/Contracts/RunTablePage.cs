namespace Contracts;

/// <summary>The answer to a <see cref="RunQuery"/>: the rows that were asked for, and what is known of all that match.</summary>
/// <param name="Columns">The columns, as asked for; unknown ones are left out.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Total">Rows in all, groups and the runs of open groups counted.</param>
/// <param name="Matching">Runs that match.</param>
/// <param name="Known">Runs that are neither archived nor in the trash.</param>
/// <param name="Facets">How many of the matching runs have which value.</param>
/// <param name="Baselines">By data set: the run that others are compared with.</param>
/// <param name="Faults">What is wrong with the query; then no run matches.</param>
public sealed record RunTablePage(
    IReadOnlyList<RunField> Columns, IReadOnlyList<RunTableRow> Rows, int Total, int Matching, int Known,
    IReadOnlyList<Facet> Facets, IReadOnlyDictionary<string, RunTableRow> Baselines, IReadOnlyList<QueryFault> Faults);

/// <summary>One row: a run, or a group of them.</summary>
/// <param name="Run">The row of history; null for a group.</param>
/// <param name="Meta">What people say of it; null for a group.</param>
/// <param name="Group">The group; null for a run.</param>
/// <param name="Cells">The values, one for each column; empty for a group.</param>
public sealed record RunTableRow(RunSummary? Run, RunMeta? Meta, RunGroup? Group, IReadOnlyList<FieldValue> Cells);

/// <summary>Runs that are alike in the grouped fields.</summary>
/// <param name="Key">Tells it apart from the other groups.</param>
/// <param name="Values">The values that they share, one for each grouped field.</param>
/// <param name="Runs">How many they are.</param>
/// <param name="Open">Whether they are listed under it.</param>
/// <param name="Stats">For each column: mean ± population deviation over the runs that have a number there; null for columns of no numbers.</param>
public sealed record RunGroup(
    string Key, IReadOnlyList<FieldValue> Values, int Runs, bool Open, IReadOnlyList<Score?> Stats);

/// <summary>The most frequent values of a field among the matching runs.</summary>
/// <param name="Field">The field.</param>
/// <param name="Values">Values and how many runs have them, the most frequent first, at most 20.</param>
public sealed record Facet(string Field, IReadOnlyList<FacetValue> Values);

/// <summary>A value and how many runs have it.</summary>
/// <param name="Value">The value as text.</param>
/// <param name="Runs">How many.</param>
public sealed record FacetValue(string Value, int Runs);
