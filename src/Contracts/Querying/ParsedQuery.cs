namespace Contracts.Querying;

/// <summary>A query as it was understood.</summary>
/// <param name="Root">What must hold; null for an empty query, and for one with faults.</param>
/// <param name="Faults">What could not be understood.</param>
public sealed record ParsedQuery(QueryNode? Root, IReadOnlyList<QueryFault> Faults)
{
    /// <summary>The conditions that must all hold: what a page shows as chips.</summary>
    public IReadOnlyList<QueryNode> Terms => Root switch
    {
        null => [],
        AllOf all => all.Terms,
        var one => [one],
    };

    /// <summary>Whether a mark is asked for anywhere: then the runs that have it are among those looked at.</summary>
    public bool Asks(string mark) => Root is not null && Asks(Root, mark);

    private static bool Asks(QueryNode node, string mark) => node switch
    {
        AllOf all => all.Terms.Any(term => Asks(term, mark)),
        AnyOf any => any.Terms.Any(term => Asks(term, mark)),
        NotThis not => Asks(not.Term, mark),
        Bracket bracket => Asks(bracket.Term, mark),
        IsMark known => known.Mark == mark,
        _ => false,
    };
}
