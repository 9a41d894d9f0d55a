using Contracts;

namespace Dashboard.Server.RealData;

/// <summary>A file cannot be had over the network; what it says may be shown.</summary>
internal sealed class FetchException(Sentence text, Exception? inner = null) : HttpRequestException(text.ToString(), inner)
{
    /// <summary>What is shown.</summary>
    public Sentence Text => text;
}
