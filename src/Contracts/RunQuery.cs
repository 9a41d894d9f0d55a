namespace Contracts;

/// <summary>A question to the table of runs.</summary>
public sealed record RunQuery
{
    /// <summary>The columns of a table that nobody changed.</summary>
    public static readonly IReadOnlyList<string> DefaultColumns =
        ["status", "method", "data", "ipc", "progress", "accuracy", "random", "worst", "gap", "duration", "tags", "created"];

    /// <summary>Rows of one page, at most.</summary>
    public const int MostRows = 500;

    /// <summary>Columns, sort fields or group fields, at most.</summary>
    public const int MostFields = 100;

    /// <summary>In the query language; empty for every run that is neither archived nor in the trash. Default: empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>Field names, a minus before those that fall: "-accuracy". Runs that are alike stand the newest first. Default: none, so the newest first.</summary>
    public IReadOnlyList<string> Sort { get; init; } = [];

    /// <summary>Fields whose values make a group. Default: none, so no groups.</summary>
    public IReadOnlyList<string> Group { get; init; } = [];

    /// <summary>Keys of the groups whose runs are listed under them (see <see cref="RunGroup.Key"/>). Default: none.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>The columns, in order; the name always comes first. Default: <see cref="DefaultColumns"/>.</summary>
    public IReadOnlyList<string> Columns { get; init; } = DefaultColumns;

    /// <summary>Rows that are skipped. Default: 0.</summary>
    public int Offset { get; init; }

    /// <summary>Rows that are wanted, at most <see cref="MostRows"/>. Default: 100.</summary>
    public int Count { get; init; } = 100;
}

/// <summary>Something in a query that cannot be meant.</summary>
/// <param name="Start">Where it begins in the text, 0 for the first character.</param>
/// <param name="Length">Characters of it; 0 at the end of the text.</param>
/// <param name="Template">What is wrong, with places for the words: "There is no field {0}."</param>
/// <param name="Words">The words.</param>
public sealed record QueryFault(int Start, int Length, string Template, IReadOnlyList<string> Words)
{
    /// <summary>What is wrong, in a sentence.</summary>
    public string Message => string.Format(System.Globalization.CultureInfo.InvariantCulture, Template, [.. Words]);
}
