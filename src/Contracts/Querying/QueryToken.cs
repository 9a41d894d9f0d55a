namespace Contracts.Querying;

/// <summary>Kinds of tokens.</summary>
public enum QueryTokenKind
{
    /// <summary>A run of characters that means nothing else: a field, a number, a word.</summary>
    Word,

    /// <summary>Text in quotation marks.</summary>
    Quoted,

    /// <summary>A field in square brackets, whose name has spaces.</summary>
    Bracketed,

    /// <summary>A sign of comparison.</summary>
    Sign,

    /// <summary>"("</summary>
    Open,

    /// <summary>")"</summary>
    Close,

    /// <summary>","</summary>
    Comma,

    /// <summary>Nothing more.</summary>
    End,
}

/// <summary>A piece of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, without quotation marks or brackets.</param>
/// <param name="Start">Where it begins, 0 for the first character.</param>
/// <param name="End">Where it ends: the position after its last character.</param>
public readonly record struct QueryToken(QueryTokenKind Kind, string Text, int Start, int End)
{
    /// <summary>Whether it is a word of the language.</summary>
    public bool Is(string keyword) => Kind == QueryTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
