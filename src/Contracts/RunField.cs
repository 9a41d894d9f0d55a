namespace Contracts;

/// <summary>Kinds of fields that a run can be asked for.</summary>
public enum FieldKind
{
    /// <summary>Words.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A share, 0 to 1, that people read in percent.</summary>
    Share,

    /// <summary>A time, UTC.</summary>
    Time,

    /// <summary>Seconds.</summary>
    Duration,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A list of words.</summary>
    Words,
}

/// <summary>Where a field comes from.</summary>
public enum FieldGroup
{
    /// <summary>The run itself.</summary>
    Run,

    /// <summary>What was asked for: every option of its spec.</summary>
    Parameter,

    /// <summary>What was measured: every series.</summary>
    Metric,
}

/// <summary>Something that can be a column, a condition and an order of the table of runs.</summary>
/// <param name="Name">As it is written in a query: "ipc", "method.options.iterations", "loss/matching.min".</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Group">Where it comes from.</param>
public sealed record RunField(string Name, FieldKind Kind, FieldGroup Group)
{
    /// <summary>Whether a mean of it says something.</summary>
    public bool IsNumeric => Kind is FieldKind.Number or FieldKind.Share or FieldKind.Duration;
}
