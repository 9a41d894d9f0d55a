using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>The store could not be written or read; what it says may be shown.</summary>
internal sealed class StorageException(Sentence text, Exception? inner = null) : IOException(text.ToString(), inner)
{
    /// <summary>What is shown.</summary>
    public Sentence Text => text;
}
