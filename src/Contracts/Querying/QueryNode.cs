namespace Contracts.Querying;

/// <summary>A part of a parsed query. A closed family.</summary>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends: the position after its last character.</param>
public abstract record QueryNode(int Start, int End);

/// <summary>All of them hold.</summary>
/// <param name="Terms">At least two.</param>
public sealed record AllOf(IReadOnlyList<QueryNode> Terms) : QueryNode(Terms[0].Start, Terms[^1].End);

/// <summary>One of them holds.</summary>
/// <param name="Terms">At least two.</param>
public sealed record AnyOf(IReadOnlyList<QueryNode> Terms) : QueryNode(Terms[0].Start, Terms[^1].End);

/// <summary>It does not hold.</summary>
public sealed record NotThis(QueryNode Term, int Start) : QueryNode(Start, Term.End);

/// <summary>Brackets.</summary>
public sealed record Bracket(QueryNode Term, int Start, int End) : QueryNode(Start, End);

/// <summary>A field compared with a value.</summary>
public sealed record Comparison(QueryToken Field, QueryOperator Operator, QueryToken Value) : QueryNode(Field.Start, Value.End);

/// <summary>A field is one of some values, each of which may be a range ("1..10").</summary>
public sealed record OneOf(QueryToken Field, IReadOnlyList<QueryToken> Values, bool Negated, int End) : QueryNode(Field.Start, End);

/// <summary>A field has no value, or has one.</summary>
public sealed record Missing(QueryToken Field, bool Negated, int End) : QueryNode(Field.Start, End);

/// <summary>A plain word, looked for in name, data, method, network and tags.</summary>
public sealed record PlainWord(QueryToken Word) : QueryNode(Word.Start, Word.End);

/// <summary>"is:deleted", "is:archived", "is:pinned", "is:baseline", "is:active", "is:batch".</summary>
public sealed record IsMark(string Mark, QueryToken Word) : QueryNode(Word.Start, Word.End);
