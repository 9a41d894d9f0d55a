namespace Contracts;

/// <summary>A view of the table of runs that was saved under a name, for everyone.</summary>
public sealed record SavedRunView
{
    /// <summary>Characters of the longest name.</summary>
    public const int LongestName = 60;

    /// <summary>Its name, unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>The query. Default: empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>The order, as in <see cref="RunQuery.Sort"/>. Default: the newest first.</summary>
    public IReadOnlyList<string> Sort { get; init; } = [];

    /// <summary>The grouped fields. Default: none.</summary>
    public IReadOnlyList<string> Group { get; init; } = [];

    /// <summary>The columns. Default: <see cref="RunQuery.DefaultColumns"/>.</summary>
    public IReadOnlyList<string> Columns { get; init; } = RunQuery.DefaultColumns;
}
