using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>The table of runs: filtered, ordered and grouped by the server.</summary>
public interface IRunTable
{
    /// <summary>The rows that a query asks for.</summary>
    RunTablePage Find(RunQuery query);

    /// <summary>Which rows there are, in which order; it stays as it is while runs change, so that rows do not move under a reader.</summary>
    RunListing Open(RunQuery query);

    /// <summary>Some rows of a listing as they are now.</summary>
    RunTablePage Rows(RunListing listing, int offset, int count);

    /// <summary>Everything that can be a column or a condition, by name.</summary>
    IReadOnlyList<RunField> Fields();
}

/// <summary>The order of a table at one moment.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Columns">The columns that there are.</param>
/// <param name="Rows">The rows, in order.</param>
/// <param name="Matching">Runs that match.</param>
/// <param name="Known">Runs that are neither archived nor in the trash.</param>
/// <param name="Facets">How many of the matching runs have which value.</param>
/// <param name="Faults">What is wrong with the query; then there are no rows.</param>
public sealed record RunListing(
    RunQuery Query, IReadOnlyList<RunField> Columns, IReadOnlyList<ListedRow> Rows, int Matching, int Known,
    IReadOnlyList<Facet> Facets, IReadOnlyList<QueryFault> Faults);

/// <summary>A place in a listing: a run, or a group.</summary>
/// <param name="Run">The run; null for a group.</param>
/// <param name="Group">The group; null for a run.</param>
public sealed record ListedRow(RunId? Run, ListedGroup? Group);

/// <summary>A group in a listing.</summary>
/// <param name="Key">Tells it apart.</param>
/// <param name="Values">The values that its runs share.</param>
/// <param name="Members">Its runs, in order.</param>
/// <param name="Open">Whether they are listed under it.</param>
public sealed record ListedGroup(string Key, IReadOnlyList<FieldValue> Values, IReadOnlyList<RunId> Members, bool Open);
