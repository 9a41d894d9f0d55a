namespace Contracts.Querying;

/// <summary>Cuts a query into tokens.</summary>
internal static class QueryLexer
{
    private const string Ends = "()\",[]=<>!~";

    /// <summary>The tokens, the last one an <see cref="QueryTokenKind.End"/>, and what cannot be cut.</summary>
    public static List<QueryToken> Cut(string text, List<QueryFault> faults)
    {
        var tokens = new List<QueryToken>();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at])) at++;
            else
            {
                var token = Next(text, at, faults);
                tokens.Add(token);
                at = token.End;
            }
        }

        tokens.Add(new QueryToken(QueryTokenKind.End, "", text.Length, text.Length));
        return tokens;
    }

    private static QueryToken Next(string text, int at, List<QueryFault> faults) => text[at] switch
    {
        '(' => new QueryToken(QueryTokenKind.Open, "(", at, at + 1),
        ')' => new QueryToken(QueryTokenKind.Close, ")", at, at + 1),
        ',' => new QueryToken(QueryTokenKind.Comma, ",", at, at + 1),
        '"' => Quoted(text, at, '"', QueryTokenKind.Quoted, faults),
        '[' => Quoted(text, at, ']', QueryTokenKind.Bracketed, faults),
        ']' => Unknown(text, at, faults),
        '=' or '<' or '>' or '!' or '~' => Sign(text, at, faults),
        _ => Word(text, at),
    };

    private static QueryToken Word(string text, int at)
    {
        var end = at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !Ends.Contains(text[end], StringComparison.Ordinal)) end++;
        return new QueryToken(QueryTokenKind.Word, text[at..end], at, end);
    }

    private static QueryToken Sign(string text, int at, List<QueryFault> faults)
    {
        var two = at + 1 < text.Length ? text.Substring(at, 2) : "";
        if (two is "!=" or "<=" or ">=" or "!~" or "==") return new QueryToken(QueryTokenKind.Sign, two == "==" ? "=" : two, at, at + 2);
        return text[at] == '!' ? Unknown(text, at, faults) : new QueryToken(QueryTokenKind.Sign, text[at].ToString(), at, at + 1);
    }

    private static QueryToken Unknown(string text, int at, List<QueryFault> faults)
    {
        faults.Add(new QueryFault(at, 1, "{0} means nothing here.", [text[at].ToString()]));
        return new QueryToken(QueryTokenKind.Sign, "=", at, at + 1);
    }

    /// <summary>A backslash before a quotation mark or another backslash lets it stand for itself.</summary>
    private static QueryToken Quoted(string text, int at, char closing, QueryTokenKind kind, List<QueryFault> faults)
    {
        var content = new System.Text.StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == closing) return new QueryToken(kind, content.ToString(), at, i + 1);
            if (text[i] == '\\' && i + 1 < text.Length && (text[i + 1] == closing || text[i + 1] == '\\')) i++;
            content.Append(text[i]);
        }

        faults.Add(new QueryFault(at, text.Length - at, "The closing {0} is missing.", [closing.ToString()]));
        return new QueryToken(kind, content.ToString(), at, text.Length);
    }
}
