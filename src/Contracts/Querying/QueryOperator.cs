namespace Contracts.Querying;

/// <summary>How a field is compared with a value.</summary>
public enum QueryOperator
{
    /// <summary>"=": the same; of a day, within it; of a list, one of it.</summary>
    Same,

    /// <summary>"!="</summary>
    Other,

    /// <summary>"&lt;"</summary>
    Less,

    /// <summary>"&lt;="</summary>
    AtMost,

    /// <summary>"&gt;"</summary>
    More,

    /// <summary>"&gt;="</summary>
    AtLeast,

    /// <summary>"~": contains the text, whatever the case of its letters.</summary>
    Contains,

    /// <summary>"!~"</summary>
    Lacks,

    /// <summary>"has": the list has the word.</summary>
    Has,
}
