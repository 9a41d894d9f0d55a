using Contracts;

namespace Dashboard.Server.Listing;

/// <summary>Named values. Runs of one kind have the same names: they share one list of them.</summary>
/// <param name="Names">In ordinal order.</param>
/// <param name="Values">In the order of the names.</param>
internal sealed record FieldSet(string[] Names, FieldValue[] Values)
{
    public static readonly FieldSet None = new([], []);

    public FieldValue Find(string name) => Array.BinarySearch(Names, name, StringComparer.Ordinal) is >= 0 and var at ? Values[at] : FieldValue.Null;
}
