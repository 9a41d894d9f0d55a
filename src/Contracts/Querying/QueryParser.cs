namespace Contracts.Querying;

/// <summary>
/// Reads queries such as <c>method = "distribution-matching" and ipc &lt;= 10 and (accuracy &gt; 0.4 or tag has "poc") and not status in (failed)</c>.
/// </summary>
/// <remarks>
/// or := and ("or" and)* · and := unary (["and"] unary)* · unary := "not" unary | "(" or ")" | term · term := field sign value | field ["not"] "in"
/// "(" values ")" | field ["not"] "in" from..to | field "is" ["not"] "null" | field "has" value | is:mark | word. Terms beside each other must all hold.
/// </remarks>
public sealed class QueryParser
{
    /// <summary>Characters of the longest query.</summary>
    public const int Longest = 2_000;

    /// <summary>Brackets and negations inside each other, at most.</summary>
    public const int Deepest = 32;

    private static readonly HashSet<string> Marks = ["deleted", "archived", "pinned", "baseline", "active", "batch"];
    private readonly List<QueryFault> _faults = [];
    private readonly List<QueryToken> _tokens;
    private int _at;
    private int _depth;

    private QueryParser(string text) => _tokens = QueryLexer.Cut(text, _faults);

    private QueryToken Now => _tokens[_at];

    private QueryToken After => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    /// <summary>The query, or where it cannot be understood and why.</summary>
    public static ParsedQuery Parse(string text)
    {
        if (text.Length > Longest)
            return new ParsedQuery(null, [new QueryFault(Longest, text.Length - Longest, "A query has at most {0} characters.", [$"{Longest}"])]);
        var parser = new QueryParser(text);
        if (parser.Now.Kind == QueryTokenKind.End) return new ParsedQuery(null, parser._faults);
        var root = parser.Or();
        if (parser._faults.Count == 0 && parser.Now.Kind != QueryTokenKind.End) parser.Fault(parser.Now, "{0} is not expected here.");
        return parser._faults.Count == 0
            ? new ParsedQuery(root, [])
            : new ParsedQuery(null, [.. parser._faults.OrderBy(fault => fault.Start).Take(5)]);
    }

    private QueryNode? Or()
    {
        var terms = new List<QueryNode>();
        do
        {
            if (And() is not { } term) return null;
            terms.Add(term);
        }
        while (Take("or"));
        return terms.Count == 1 ? terms[0] : new AnyOf(terms);
    }

    private QueryNode? And()
    {
        var terms = new List<QueryNode>();
        do
        {
            if (Unary() is not { } term) return null;
            if (term is AllOf all) terms.AddRange(all.Terms);
            else terms.Add(term);
        }
        while (Take("and") || !(Now.Kind is QueryTokenKind.End or QueryTokenKind.Close or QueryTokenKind.Comma || Now.Is("or")));
        return terms.Count == 1 ? terms[0] : new AllOf(terms);
    }

    private QueryNode? Unary()
    {
        if (++_depth > Deepest) return Fault(Now, "The query has too many brackets inside each other.");
        try
        {
            var start = Now.Start;
            if (Take("not")) return Unary() is { } term ? new NotThis(term, start) : null;
            if (Now.Kind != QueryTokenKind.Open) return Term();
            _at++;
            if (Or() is not { } inner) return null;
            if (Now.Kind != QueryTokenKind.Close) return Fault(Now, "The closing {0} is missing.", ")");
            return new Bracket(inner, start, _tokens[_at++].End);
        }
        finally
        {
            _depth--;
        }
    }

    private QueryNode? Term()
    {
        var first = Now;
        if (first.Kind is not (QueryTokenKind.Word or QueryTokenKind.Quoted or QueryTokenKind.Bracketed)) return Misplaced(first);
        if (first.Is("and") || first.Is("or")) return Misplaced(first);
        var isField = first.Kind != QueryTokenKind.Quoted;
        _at++;
        if (Now.Kind == QueryTokenKind.Sign)
        {
            return isField
                ? Compare(first, Operator(_tokens[_at++].Text))
                : Fault(first, "A field has no quotation marks; one with spaces in its name stands in square brackets.");
        }

        if (isField && Now.Is("has")) return Compare(first, Skip(QueryOperator.Has));
        if (isField && Now.Is("is")) return IsNull(first);
        if (isField && Now.Is("in")) return In(first, negated: false);
        if (isField && Now.Is("not") && After.Is("in")) return In(first, Skip(true));
        return first.Kind == QueryTokenKind.Bracketed ? Fault(first, "A comparison is missing after {0}.") : Mark(first) ?? Plain(first);
    }

    private QueryNode? Misplaced(QueryToken token) => token.Kind == QueryTokenKind.End
        ? Fault(token, "Something is missing at the end.")
        : Fault(token, "{0} is not expected here.");

    private QueryNode? Compare(QueryToken field, QueryOperator how) =>
        Value() is { } value ? new Comparison(field, how, value) : null;

    private QueryToken? Value()
    {
        if (Now.Kind is QueryTokenKind.Word or QueryTokenKind.Quoted) return _tokens[_at++];
        Fault(Now, Now.Kind == QueryTokenKind.End ? "A value is missing at the end." : "A value is expected, not {0}.");
        return null;
    }

    private QueryNode? IsNull(QueryToken field)
    {
        _at++;
        var negated = Take("not");
        var end = Now.End;
        if (Take("null") || Take("empty")) return new Missing(field, negated, end);
        return Fault(Now, "After \"is\" comes \"null\" or \"not null\".");
    }

    private QueryNode? In(QueryToken field, bool negated)
    {
        _at++;
        if (Now.Kind != QueryTokenKind.Open)
        {
            return Now.Kind == QueryTokenKind.Word && Now.Text.Contains("..", StringComparison.Ordinal)
                ? new OneOf(field, [Now], negated, _tokens[_at++].End)
                : Fault(Now, "After \"in\" comes a list in brackets, or a range such as 1..10.");
        }

        _at++;
        var values = new List<QueryToken>();
        do
        {
            if (Value() is not { } value) return null;
            values.Add(value);
        }
        while (Take(QueryTokenKind.Comma));
        var end = Now.End;
        return Take(QueryTokenKind.Close) ? new OneOf(field, values, negated, end) : Fault(Now, "The closing {0} is missing.", ")");
    }

    private QueryNode? Mark(QueryToken word)
    {
        if (word.Kind != QueryTokenKind.Word || !word.Text.StartsWith("is:", StringComparison.OrdinalIgnoreCase)) return null;
        var mark = word.Text[3..].ToLowerInvariant();
        return Marks.Contains(mark)
            ? new IsMark(mark, word)
            : Fault(word, "{0} is no mark; there are {1}.", word.Text, string.Join(", ", Marks.Select(known => "is:" + known)));
    }

    private static PlainWord Plain(QueryToken word) => new(word);

    private static QueryOperator Operator(string sign) => sign switch
    {
        "=" => QueryOperator.Same,
        "!=" => QueryOperator.Other,
        "<" => QueryOperator.Less,
        "<=" => QueryOperator.AtMost,
        ">" => QueryOperator.More,
        ">=" => QueryOperator.AtLeast,
        "~" => QueryOperator.Contains,
        _ => QueryOperator.Lacks,
    };

    private bool Take(string keyword)
    {
        if (!Now.Is(keyword)) return false;
        _at++;
        return true;
    }

    private bool Take(QueryTokenKind kind)
    {
        if (Now.Kind != kind) return false;
        _at++;
        return true;
    }

    private T Skip<T>(T value)
    {
        _at++;
        return value;
    }

    private QueryNode? Fault(QueryToken token, string template, params string[] words)
    {
        if (_faults.Count == 0) _faults.Add(new QueryFault(token.Start, token.End - token.Start, template, words.Length > 0 ? words : [token.Text]));
        return null;
    }
}
