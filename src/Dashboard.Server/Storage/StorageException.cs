namespace Dashboard.Server.Storage;

/// <summary>The store could not be written or read; the message may be shown.</summary>
internal sealed class StorageException(string message, Exception? inner = null) : IOException(message, inner);
